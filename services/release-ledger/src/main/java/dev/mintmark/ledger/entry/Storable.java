package dev.mintmark.ledger.entry;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Hostile values in a form that PostgreSQL takes: one that it refuses would stop the projection for
 * ever.
 */
final class Storable {
  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 9999;
  private static final OffsetDateTime EPOCH = Instant.EPOCH.atOffset(ZoneOffset.UTC);

  private Storable() {}

  /** The text with U+FFFD for U+0000, which neither text nor jsonb can hold. */
  static String text(String text) {
    return text.replace('\0', '\uFFFD');
  }

  /**
   * When an event was made: its {@code ce_time} if that is one between 1970 and 9999, otherwise the
   * record's timestamp, otherwise 1970-01-01.
   *
   * @param header RFC 3339
   * @param timestamp milliseconds since 1970
   */
  static OffsetDateTime time(Optional<String> header, long timestamp) {
    return header
        .flatMap(Storable::parse)
        .or(() -> ofMillis(timestamp))
        .orElse(EPOCH)
        .truncatedTo(ChronoUnit.MICROS);
  }

  private static Optional<OffsetDateTime> parse(String text) {
    try {
      return utc(OffsetDateTime.parse(text));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  private static Optional<OffsetDateTime> ofMillis(long millis) {
    try {
      return utc(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
    } catch (DateTimeException outOfRange) {
      return Optional.empty();
    }
  }

  private static Optional<OffsetDateTime> utc(OffsetDateTime time) {
    OffsetDateTime utc = time.withOffsetSameInstant(ZoneOffset.UTC);
    return utc.getYear() >= FIRST_YEAR && utc.getYear() <= LAST_YEAR
        ? Optional.of(utc)
        : Optional.empty();
  }
}
