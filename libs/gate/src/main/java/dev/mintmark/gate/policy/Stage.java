package dev.mintmark.gate.policy;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * A part of the fleet, and how long it is watched.
 *
 * @param percent above 0 to 100, at most two decimals, of all devices of the rollout
 * @param soak 1 second to 30 days
 * @param approval whether an operator lets the stage begin
 */
public record Stage(BigDecimal percent, Duration soak, Approval approval) {
  /** Who lets a stage begin. */
  public enum Approval {
    AUTOMATIC,
    MANUAL
  }

  public Stage {
    percent = percent.stripTrailingZeros();
    if (percent.signum() <= 0
        || percent.compareTo(BigDecimal.valueOf(100)) > 0
        || percent.scale() > 2) {
      throw InvalidPolicyException.range(
          "stages.percent", percent.toPlainString(), "above 0 to 100 with at most two decimals");
    }
    Ranges.duration("stages.soak", soak, Duration.ofSeconds(1), Duration.ofDays(30));
  }

  /** Whether it reaches every device, so that none is left to compare with. */
  public boolean reachesAll() {
    return percent.compareTo(BigDecimal.valueOf(100)) == 0;
  }
}
