package dev.mintmark.ledger.collect.sweep;

import dev.mintmark.content.Digest;
import java.time.Duration;
import java.util.Set;

/**
 * What is wanted of a collection.
 *
 * @param olderThan what was written or used again since is left alone, whatever names it
 * @param mode how far to go
 * @param lost artifacts that an operator knows to be gone for good: that they are missing holds
 *     nothing up
 */
public record Order(Duration olderThan, Mode mode, Set<Digest> lost) {
  /**
   * Who relies on what is there makes it young once it is a day old; twice that leaves a day for
   * the record that names it.
   */
  public static final Duration LEAST = Duration.ofDays(2);

  /** How far a collection goes. */
  public enum Mode {
    /** Counts. */
    USAGE,
    /** Says what would go, or why nothing may. */
    PLAN,
    DELETE
  }

  public Order {
    if (olderThan.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException(
          olderThan + " is too short: an artifact is named up to two days after it is stored");
    }
    lost = Set.copyOf(lost);
  }
}
