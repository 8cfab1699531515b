package dev.mintmark.gate.policy;

import java.math.BigDecimal;
import java.time.Duration;

/** Checks of single values. */
final class Ranges {
  private Ranges() {}

  static void duration(String path, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw InvalidPolicyException.range(path, value, least + " to " + most);
    }
  }

  static void whole(String path, long value, long least, long most) {
    if (value < least || value > most) {
      throw InvalidPolicyException.range(path, value, least + " to " + most);
    }
  }

  static void decimal(String path, BigDecimal value, String least, String most) {
    if (value.compareTo(new BigDecimal(least)) < 0
        || value.compareTo(new BigDecimal(most)) > 0
        || value.scale() > 6) {
      throw InvalidPolicyException.range(
          path, value, least + " to " + most + " with at most six decimals");
    }
  }
}
