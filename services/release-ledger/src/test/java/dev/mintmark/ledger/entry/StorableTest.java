package dev.mintmark.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorableTest {
  @Test
  void replacesWhatNoTextColumnHolds() {
    assertThat(Storable.text("a\0b")).isEqualTo("a\uFFFDb");
  }

  @ParameterizedTest(name = "ce_time {0}, timestamp {1}: {2}")
  @CsvSource({
    "2026-01-01T00:00:00.1234567Z, 0, 2026-01-01T00:00:00.123456Z",
    "2026-01-01T02:00:00+02:00, 0, 2026-01-01T00:00Z",
    "yesterday, 1000, 1970-01-01T00:00:01Z",
    ", 1000, 1970-01-01T00:00:01Z",
    "+999999999-01-01T00:00:00Z, 1000, 1970-01-01T00:00:01Z",
    "+999999999-12-31T23:59:59-18:00, 1000, 1970-01-01T00:00:01Z",
    "-4713-01-01T00:00:00Z, 1000, 1970-01-01T00:00:01Z",
    "0001-01-01T00:00:00Z, -1, 1970-01-01T00:00Z",
    "none, 9223372036854775807, 1970-01-01T00:00Z",
    "none, -9223372036854775808, 1970-01-01T00:00Z",
  })
  void aTimeIsAlwaysOneThatPostgresqlTakes(String header, long timestamp, String time) {
    assertThat(Storable.time(Optional.ofNullable(header), timestamp)).hasToString(time);
  }
}
