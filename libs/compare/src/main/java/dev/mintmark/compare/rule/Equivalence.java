package dev.mintmark.compare.rule;

import java.util.Arrays;
import java.util.Optional;

/** Applies the rules. */
public final class Equivalence {
  private Equivalence() {}

  /**
   * The rule by which two different artifacts are equivalent.
   *
   * @return empty for equal bytes, too: they need no rule
   */
  public static Optional<EquivalenceRule> of(String mediaType, byte[] recorded, byte[] rebuilt) {
    if (Arrays.equals(recorded, rebuilt)) {
      return Optional.empty();
    }
    return Arrays.stream(EquivalenceRule.values())
        .filter(rule -> rule.mediaType().equals(mediaType))
        .filter(rule -> rule.test(recorded, rebuilt))
        .findFirst();
  }
}
