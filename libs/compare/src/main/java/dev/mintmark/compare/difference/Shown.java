package dev.mintmark.compare.difference;

import java.util.HexFormat;

/** Values as one short line of text. */
public final class Shown {
  private static final int MAX = 120;
  private static final int BEFORE = 24;

  private Shown() {}

  /** Escapes and shortens. */
  static String text(String value, int max) {
    String cut = value.length() > max ? cut(value, 0, max) + "…" : value;
    StringBuilder shown = new StringBuilder(cut.length());
    cut.codePoints().forEach(c -> append(shown, c));
    return shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          escape(shown, c);
      default -> shown.appendCodePoint(c);
    }
  }

  private static void escape(StringBuilder shown, int c) {
    switch (c) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> {
        HexFormat hex = HexFormat.of();
        shown.append("\\u{").append(hex.toHexDigits(c, c > 0xffff ? 6 : 4)).append('}');
      }
    }
  }

  /**
   * One of two values, cut to where they begin to differ.
   *
   * @param value to show
   * @param other what it is compared with
   */
  public static String of(String value, String other) {
    if (value.length() <= MAX) {
      return text(value, MAX);
    }
    int from = Math.max(0, common(value, other) - BEFORE);
    String rest = cut(value, from, value.length());
    return (from > 0 ? "…" : "") + text(rest, MAX);
  }

  private static int common(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    int at = 0;
    while (at < shorter && a.charAt(at) == b.charAt(at)) {
      at++;
    }
    return at;
  }

  private static String cut(String value, int from, int to) {
    int start = from > 0 && Character.isLowSurrogate(value.charAt(from)) ? from + 1 : from;
    boolean splits =
        to < value.length() && to > start && Character.isHighSurrogate(value.charAt(to - 1));
    return value.substring(start, splits ? to - 1 : to);
  }
}
