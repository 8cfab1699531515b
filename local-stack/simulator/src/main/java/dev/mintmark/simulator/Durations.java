package dev.mintmark.simulator;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Durations as people write them: {@code 500ms}, {@code 10s}, {@code 5m}, or ISO-8601. */
final class Durations {
  private static final int LONGEST = 12;

  private Durations() {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Duration parse(String text) {
    try {
      if (text.length() > LONGEST) {
        throw new DateTimeParseException("too long", text, 0);
      }
      if (text.matches("[0-9]+ms")) {
        return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
      }
      boolean isShort = text.matches("[0-9]+[smh]");
      return Duration.parse(isShort ? "PT" + text.toUpperCase(Locale.ROOT) : text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "not a duration: '" + text + "'; expected a form like 500ms, 10s, 5m or PT10S", e);
    }
  }
}
