package dev.mintmark.gate.judge;

import dev.mintmark.gate.evidence.Arm;
import dev.mintmark.gate.evidence.Side;
import dev.mintmark.gate.policy.AbsoluteLimits;
import dev.mintmark.gate.policy.Metric;
import dev.mintmark.gate.policy.Policy;
import dev.mintmark.gate.verdict.Measurement;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.sketch.LatencySketch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The smoke tests, and the absolute limits that hold for each class. */
final class LimitCheck {
  private static final double MICROS_PER_NANO = 1e-3;
  // Canaries that run the release and whose counts hold together, even if they are few.
  private static final Set<Standing> RUNNING = EnumSet.of(Standing.USABLE, Standing.TOO_FEW);

  private final Policy policy;
  private final Census census;
  private final Findings findings;

  LimitCheck(Policy policy, Census census, Findings findings) {
    this.policy = policy;
    this.census = census;
    this.findings = findings;
  }

  List<Measurement> run() {
    smoke();
    List<Measurement> measurements = new ArrayList<>();
    for (String deviceClass : census.classes()) {
      List<Side> sides =
          census.judged(deviceClass, Arm.CANARY).stream()
              .filter(entry -> RUNNING.contains(entry.standing()))
              .map(entry -> entry.device().after())
              .toList();
      if (!sides.isEmpty()) {
        measurements.add(check(deviceClass, sides));
      }
    }
    return measurements;
  }

  private void smoke() {
    long failed = census.all().stream().filter(e -> e.standing() == Standing.SMOKE_FAILED).count();
    if (failed > policy.absolute().smokeFailures()) {
      findings.harm(
          "GAT-101",
          null,
          failed
              + " canaries failed their smoke test, the policy allows "
              + policy.absolute().smokeFailures());
    }
  }

  private Measurement check(String deviceClass, List<Side> sides) {
    LatencySketch latencies = LatencySketch.empty();
    long heartbeats = 0;
    long requests = 0;
    long errors = 0;
    long cpu = 0;
    for (Side side : sides) {
      latencies.merge(side.latencies());
      heartbeats += side.heartbeats();
      requests += side.requests();
      errors += side.errors();
      cpu += side.cpuPermilleSum();
    }
    Measurement measured =
        new Measurement(
            deviceClass,
            sides.size(),
            requests,
            latencies.count() == 0 ? 0 : latencies.quantile(0.99),
            requests == 0 ? 0 : (double) errors / requests,
            heartbeats == 0 ? 0 : (double) cpu / heartbeats / 1000);
    if (requests >= policy.gate().minimumSamples()) {
      compare(measured);
      requireMeasured(measured, latencies.count(), cpu);
    }
    return measured;
  }

  private void compare(Measurement measured) {
    AbsoluteLimits limits = policy.absolute();
    double p99 = limits.latencyP99().toNanos() * MICROS_PER_NANO;
    if (measured.latencyP99() > p99) {
      exceeds("GAT-102", Metric.LATENCY_P99, measured, millis(measured.latencyP99()), millis(p99));
    }
    if (measured.errorRate() > limits.errorRate().doubleValue()) {
      exceeds(
          "GAT-103",
          Metric.ERROR_RATE,
          measured,
          fixed(measured.errorRate(), ""),
          limits.errorRate().toPlainString());
    }
    if (measured.cpu() > limits.cpu().doubleValue()) {
      exceeds(
          "GAT-104",
          Metric.CPU,
          measured,
          fixed(measured.cpu(), " cores"),
          limits.cpu().toPlainString());
    }
  }

  private void exceeds(
      String code, Metric metric, Measurement measured, String found, String limit) {
    findings.harm(
        code,
        metric,
        "the "
            + metric.word()
            + " of the canaries of "
            + measured.deviceClass()
            + " is "
            + found
            + ", the policy allows "
            + limit);
  }

  /** A limit that nothing was measured for is not kept. */
  private void requireMeasured(Measurement measured, long latencies, long cpu) {
    List<Metric> metrics = policy.gate().metrics();
    if (latencies == 0 && metrics.contains(Metric.LATENCY_P99)) {
      unmeasured(Metric.LATENCY_P99, measured);
    }
    if (cpu == 0 && metrics.contains(Metric.CPU)) {
      unmeasured(Metric.CPU, measured);
    }
  }

  private void unmeasured(Metric metric, Measurement measured) {
    findings.missing(
        "GAT-127",
        metric,
        "no canary of " + measured.deviceClass() + " reports its " + metric.word());
  }

  private static String millis(double micros) {
    return fixed(micros / 1000, " ms");
  }

  private static String fixed(double value, String unit) {
    return CanonicalJson.decimal(value, 3) + unit;
  }
}
