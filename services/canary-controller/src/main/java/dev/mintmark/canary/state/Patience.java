package dev.mintmark.canary.state;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a rollout's devices could be heard since something began. A controller that is away
 * hears nobody, so the time between two of its rounds counts for no more than rounds are apart; and
 * one that was started anew begins anew, for it does not know how long there was none.
 */
public final class Patience {
  private final Duration longest;
  private @Nullable Instant begun;
  private Instant last = Instant.EPOCH;
  private Duration waited = Duration.ZERO;

  /**
   * @param longest what counts of the time between two rounds, at most
   */
  public Patience(Duration longest) {
    this.longest = longest;
  }

  /**
   * Counts the time up to this round.
   *
   * @param since when began what is waited for; another moment than in the round before starts the
   *     count anew
   * @return how long devices could be heard since then
   */
  public Duration round(Instant since, Instant now) {
    if (!since.equals(begun)) {
      begun = since;
      last = since;
      waited = Duration.ZERO;
    }
    Duration passed = Duration.between(last, now);
    last = now;
    if (passed.isPositive()) {
      waited = waited.plus(passed.compareTo(longest) < 0 ? passed : longest);
    }
    return waited;
  }
}
