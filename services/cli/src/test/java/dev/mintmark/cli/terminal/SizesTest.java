package dev.mintmark.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {
  @ParameterizedTest(name = "{0} bytes are {1}")
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "442005, 442.0 kB",
    "999949, 999.9 kB",
    "999950, 1.0 MB",
    "54400660, 54.4 MB",
    "9223372036854775807, 9223372.0 TB"
  })
  void writesBytesInDecimalUnits(long bytes, String text) {
    assertThat(Sizes.format(bytes)).isEqualTo(text);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({"0, 0 ms", "9999, 9999 ms", "10000, 10.0 s", "61234, 61.2 s"})
  void writesMillisecondsUpToTenSeconds(long millis, String text) {
    assertThat(Sizes.millis(millis)).isEqualTo(text);
  }
}
