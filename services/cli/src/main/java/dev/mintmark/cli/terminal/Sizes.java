package dev.mintmark.cli.terminal;

import java.util.List;
import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
public final class Sizes {
  private static final List<String> UNITS = List.of("kB", "MB", "GB", "TB");

  private Sizes() {}

  /** Bytes in decimal units: {@code 999 B}, {@code 442.0 kB}, {@code 1.2 GB}. */
  public static String format(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    do {
      value /= 1000;
      unit++;
    } while (value >= 999.95 && unit < UNITS.size() - 1);
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS.get(unit));
  }

  /** Milliseconds: {@code 312 ms}, from ten seconds on {@code 12.3 s}. */
  public static String millis(long millis) {
    return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
