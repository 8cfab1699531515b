package dev.mintmark.cli.terminal;

/** Colours, with the meaning that they carry in every command. */
public enum Style {
  GOOD("32"),
  BAD("31"),
  STRONG("1"),
  FAINT("2");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** The text in this colour (ECMA-48 SGR). */
  String apply(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
