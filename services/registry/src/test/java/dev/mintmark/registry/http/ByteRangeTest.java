package dev.mintmark.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {
  @ParameterizedTest(name = "{0} of 10 bytes")
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=2-5, 2, 5",
    "bytes=7-, 7, 9",
    "bytes=7-99, 7, 9",
    "bytes=-3, 7, 9",
    "bytes=-99, 0, 9"
  })
  void givesThePart(String header, long first, long last) {
    assertThat(ByteRange.parse(Optional.of(header), 10))
        .isEqualTo(new ByteRange.Asked.Part(new ByteRange(first, last)));
  }

  @ParameterizedTest(name = "{0} of 10 bytes")
  @CsvSource({"bytes=10-", "bytes=99-100", "bytes=-0"})
  void saysWhatLiesBehindTheEnd(String header) {
    assertThat(ByteRange.parse(Optional.of(header), 10))
        .isEqualTo(new ByteRange.Asked.Unsatisfiable());
  }

  @ParameterizedTest(name = "''{0}''")
  @CsvSource(
      value = {
        "''",
        "bytes=-",
        "bytes=5-2",
        "bytes=0-1,3-4",
        "lines=0-1",
        "bytes=a-b",
        "bytes=-1-2"
      },
      delimiter = ';')
  void givesTheWholeForWhatItMayPassOver(String header) {
    assertThat(ByteRange.parse(Optional.of(header), 10)).isEqualTo(new ByteRange.Asked.Whole());
  }
}
