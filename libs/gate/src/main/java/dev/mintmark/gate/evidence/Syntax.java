package dev.mintmark.gate.evidence;

import java.util.regex.Pattern;

/** The forms of names. */
final class Syntax {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:[._-][a-z0-9]+)*");
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:+-]{0,255}");

  private Syntax() {}

  static void name(String what, String value) {
    check(what, value, value.length() <= 64 && NAME.matcher(value).matches());
  }

  static void label(String what, String value) {
    check(what, value, LABEL.matcher(value).matches());
  }

  private static void check(String what, String value, boolean good) {
    if (!good) {
      throw new InvalidEvidenceException("GAT-021", "has the " + what + " '" + value + "'");
    }
  }
}
