package dev.mintmark.elf;

/** Files choose these words: no control character and no endless name gets into a log. */
final class Printable {
  private static final int SHOWN = 300;

  private Printable() {}

  static String of(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(SHOWN).forEach(c -> shown.appendCodePoint(isPlain(c) ? c : '\uFFFD'));
    return text.codePointCount(0, text.length()) > SHOWN ? shown + "…" : shown.toString();
  }

  static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
