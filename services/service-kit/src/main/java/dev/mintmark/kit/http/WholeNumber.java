package dev.mintmark.kit.http;

import java.util.OptionalInt;

/**
 * A whole number in a query. JAX-RS itself answers 404 where a parameter is none, or too large for
 * its type (Jakarta RESTful Web Services 4.0, section 3.2): so resources take it as text.
 */
public final class WholeNumber {
  private WholeNumber() {}

  /** Empty for a text that is no number, or not in the range. */
  public static OptionalInt in(int least, int most, String text) {
    try {
      int number = Integer.parseInt(text);
      return number < least || number > most ? OptionalInt.empty() : OptionalInt.of(number);
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
