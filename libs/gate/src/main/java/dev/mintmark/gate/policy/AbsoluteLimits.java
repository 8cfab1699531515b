package dev.mintmark.gate.policy;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * What no release may exceed, with or without a baseline.
 *
 * @param latencyP99 over all inferences of a class's canaries; 1 millisecond to 1 hour
 * @param errorRate likewise; 0 to 1
 * @param cpu mean over a class's canaries, in cores; above 0 to 1024
 * @param smokeFailures canaries that may fail their smoke test; 0 to 10,000
 */
public record AbsoluteLimits(
    Duration latencyP99, BigDecimal errorRate, BigDecimal cpu, int smokeFailures) {
  public AbsoluteLimits {
    Ranges.duration("absolute.latencyP99", latencyP99, Duration.ofMillis(1), Duration.ofHours(1));
    Ranges.decimal("absolute.errorRate", errorRate, "0", "1");
    Ranges.decimal("absolute.cpu", cpu, "0.001", "1024");
    Ranges.whole("absolute.smokeFailures", smokeFailures, 0, 10_000);
  }
}
