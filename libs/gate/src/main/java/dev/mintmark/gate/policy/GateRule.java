package dev.mintmark.gate.policy;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;

/**
 * How canaries are compared with baseline devices.
 *
 * @param margin part by which a canary may get slower, or use more CPU, than the baseline; 0 to 1
 * @param errorMargin what a canary's error rate may rise more than the baseline's; 0 to 1
 * @param minimumDevices in each arm, over all classes; 10 to 100,000
 * @param maximumDevices of each arm and class that are judged, the first by hash; 10 to 10,000
 * @param minimumHeartbeats of a device on each side of the change; 1 to 100,000
 * @param minimumSamples inferences of a device on each side; 1 to 1,000,000,000
 * @param looks scheduled looks in a soak, 1 to 5; only the last one promotes
 * @param maximumMissing part of the canaries that may be missing where there is no baseline to
 *     compare their number with; 0 to 0.5
 * @param metrics at least one, each once
 */
public record GateRule(
    BigDecimal margin,
    BigDecimal errorMargin,
    int minimumDevices,
    int maximumDevices,
    int minimumHeartbeats,
    long minimumSamples,
    int looks,
    BigDecimal maximumMissing,
    List<Metric> metrics) {
  private static final double ONE_LOOK = 2.326;
  private static final double UP_TO_FIVE_LOOKS = 2.878;

  public GateRule {
    Ranges.decimal("gate.margin", margin, "0", "1");
    Ranges.decimal("gate.errorMargin", errorMargin, "0", "1");
    // With fewer devices the test could not tell even arms that differ in every device.
    Ranges.whole("gate.minimumDevices", minimumDevices, 10, 100_000);
    Ranges.whole("gate.maximumDevices", maximumDevices, 10, 10_000);
    Ranges.whole("gate.minimumHeartbeats", minimumHeartbeats, 1, 100_000);
    Ranges.whole("gate.minimumSamples", minimumSamples, 1, 1_000_000_000);
    Ranges.whole("gate.looks", looks, 1, 5);
    Ranges.decimal("gate.maximumMissing", maximumMissing, "0", "0.5");
    if (metrics.isEmpty() || EnumSet.copyOf(metrics).size() != metrics.size()) {
      throw InvalidPolicyException.range("gate.metrics", metrics, "at least one, each once");
    }
    metrics = List.copyOf(EnumSet.copyOf(metrics));
  }

  /** What z must exceed to roll back: a chance of 1 % for one look, 0.2 % for each of up to 5. */
  public double threshold() {
    return looks == 1 ? ONE_LOOK : UP_TO_FIVE_LOOKS;
  }
}
