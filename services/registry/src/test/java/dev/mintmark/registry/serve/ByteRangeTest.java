package dev.mintmark.registry.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  @ParameterizedTest(name = "{0} of 100 bytes")
  @CsvSource({
    "bytes=0-0,      0,  0",
    "bytes=10-19,   10, 19",
    "bytes=90-,     90, 99",
    "bytes=0-500,    0, 99",
    "bytes=-10,     90, 99",
    "bytes=-500,     0, 99"
  })
  void readsAPart(String header, long first, long last) {
    assertThat(ByteRange.read(header, 100)).contains(new ByteRange(first, last));
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=1-2,4-5",
        "bytes=9-3",
        "items=0-1",
        "bytes=a-b",
        "bytes=99999999999999999999-"
      })
  void sendsAllForWhatItDoesNotRead(String header) {
    assertThat(ByteRange.read(header, 100)).isEmpty();
  }

  @ParameterizedTest(name = "{0} of {1} bytes")
  @CsvSource({
    "bytes=100-, 100",
    "bytes=100-200, 100",
    "bytes=-0, 100",
    "bytes=0-, 0",
    "bytes=-5, 0"
  })
  void refusesAPartBehindTheEnd(String header, long size) {
    assertThatThrownBy(() -> ByteRange.read(header, size))
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.status()).isEqualTo(416));
  }
}
