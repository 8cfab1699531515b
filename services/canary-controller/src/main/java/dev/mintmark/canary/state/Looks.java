package dev.mintmark.canary.state;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * When the evidence of a stage is looked at: so many times in a soak, evenly; only the last look
 * may promote. A stage that is held after it is looked at again after each further interval.
 *
 * @param soak longer than nothing
 * @param number of looks in the soak, 1 or more
 * @param deadline how long devices could be heard after the stage's orders; who cannot decide by
 *     then never will
 */
public record Looks(Duration soak, int number, Duration deadline) {
  public Looks {
    if (soak.toMillis() < 1 || number < 1 || deadline.toMillis() < 1) {
      throw new IllegalArgumentException(
          "not a schedule of looks: %d in %s, deadline %s".formatted(number, soak, deadline));
    }
  }

  /** The look that is due; those that were missed before it are not made up for. */
  public OptionalInt due(OpenState.Soaking state, Instant now) {
    long millis = Duration.between(state.settled(), now).toMillis();
    // Not by a rounded interval: the last look is due when the soak is over, and not before.
    long passed = Math.max(0, millis) * number / soak.toMillis();
    int look = (int) Math.min(passed, Integer.MAX_VALUE);
    return look > state.looks() ? OptionalInt.of(look) : OptionalInt.empty();
  }

  public boolean isLast(int look) {
    return look >= number;
  }

  /**
   * Whether there has been time enough to decide.
   *
   * @param waited how long devices could be heard since the stage's orders
   */
  public boolean isPastDeadline(Duration waited) {
    return waited.compareTo(deadline) >= 0;
  }
}
