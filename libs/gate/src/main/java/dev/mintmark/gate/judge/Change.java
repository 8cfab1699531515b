package dev.mintmark.gate.judge;

import dev.mintmark.gate.evidence.DeviceEvidence;
import dev.mintmark.gate.evidence.Side;
import dev.mintmark.gate.policy.GateRule;
import dev.mintmark.gate.policy.Metric;
import dev.mintmark.sketch.LatencySketch;
import java.util.OptionalDouble;

/** How much one device changed for the worse. */
final class Change {
  private static final double TAIL = 0.99;

  private Change() {}

  /** Empty when the device does not show it: too few latencies, or no CPU at all. */
  static OptionalDouble of(Metric metric, DeviceEvidence device, GateRule rule) {
    Side before = device.before();
    Side after = device.after();
    return switch (metric) {
      case LATENCY_P99, LATENCY_MEAN ->
          latency(metric, before.latencies(), after.latencies(), rule.minimumSamples());
      case ERROR_RATE -> OptionalDouble.of(errorRate(after) - errorRate(before));
      case CPU ->
          before.cpuPermilleSum() == 0 || after.cpuPermilleSum() == 0
              ? OptionalDouble.empty()
              : OptionalDouble.of(logRatio(cpu(after), cpu(before)));
    };
  }

  /** What a canary may change more than a baseline device. */
  static double margin(Metric metric, GateRule rule) {
    return metric == Metric.ERROR_RATE
        ? rule.errorMargin().doubleValue()
        : StrictMath.log(1 + rule.margin().doubleValue());
  }

  private static OptionalDouble latency(
      Metric metric, LatencySketch before, LatencySketch after, long least) {
    if (before.count() < least || after.count() < least) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(logRatio(latency(metric, after), latency(metric, before)));
  }

  private static double latency(Metric metric, LatencySketch sketch) {
    return metric == Metric.LATENCY_P99 ? sketch.quantile(TAIL) : sketch.mean();
  }

  private static double errorRate(Side side) {
    return (double) side.errors() / side.requests();
  }

  private static double cpu(Side side) {
    return (double) side.cpuPermilleSum() / side.heartbeats();
  }

  private static double logRatio(double after, double before) {
    return StrictMath.log(after) - StrictMath.log(before);
  }
}
