package dev.mintmark.verify.keyset;

import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * From when to when a set may be believed. The beginning also tells a clock that is wrong: whoever
 * holds the set lives after it was issued.
 *
 * @param issued whole seconds
 * @param expires whole seconds, after {@code issued}
 */
public record Lifetime(Instant issued, Instant expires) {
  public Lifetime {
    boolean whole =
        issued.equals(issued.truncatedTo(ChronoUnit.SECONDS))
            && expires.equals(expires.truncatedTo(ChronoUnit.SECONDS));
    if (!whole || !issued.isBefore(expires)) {
      throw new IllegalArgumentException("a lifetime from " + issued + " to " + expires);
    }
  }

  /**
   * @throws RefusedException VER-055 after the end, VER-056 when the clock cannot be right
   */
  public void require(Instant now) {
    if (now.isBefore(issued)) {
      throw new RefusedException(
          RefusalCode.CLOCK,
          "cannot tell whether the key set has expired: the clock says "
              + now
              + ", and the set was issued at "
              + issued
              + "; set the clock, or take a policy with `expiry: ignore`");
    }
    if (!now.isBefore(expires)) {
      throw new RefusedException(
          RefusalCode.KEY_SET_EXPIRED,
          "cannot believe the key set: it expired at " + expires + "; get a newer one");
    }
  }
}
