package dev.mintmark.inputs.dockerfile;

/** Shows somebody's text within a message. */
final class Shown {
  private static final int LONGEST = 120;

  private Shown() {}

  static String of(String text) {
    String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
