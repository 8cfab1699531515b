package dev.mintmark.gate.judge;

import static dev.mintmark.json.CanonicalJson.decimal;

import dev.mintmark.gate.evidence.Arm;
import dev.mintmark.gate.policy.GateRule;
import dev.mintmark.gate.policy.Metric;
import dev.mintmark.gate.verdict.Comparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Compares how canaries changed with how baseline devices of the same class did. */
final class ArmComparison {
  private final GateRule rule;
  private final Census census;
  private final Findings findings;

  ArmComparison(GateRule rule, Census census, Findings findings) {
    this.rule = rule;
    this.census = census;
    this.findings = findings;
  }

  List<Comparison> run() {
    losses();
    return rule.metrics().stream().map(this::compare).toList();
  }

  private Comparison compare(Metric metric) {
    List<RankTest.Stratum> strata = new ArrayList<>();
    List<double[]> canaries = new ArrayList<>();
    List<double[]> baselines = new ArrayList<>();
    double margin = Change.margin(metric, rule);
    for (String deviceClass : census.classes()) {
      double[] canary = changes(metric, deviceClass, Arm.CANARY);
      double[] baseline = changes(metric, deviceClass, Arm.BASELINE);
      if (canary.length > 0 && baseline.length > 0) {
        double[] within = Arrays.stream(canary).map(change -> change - margin).toArray();
        strata.add(new RankTest.Stratum(within, baseline));
        canaries.add(canary);
        baselines.add(baseline);
      }
    }
    return test(metric, strata, sorted(canaries), sorted(baselines));
  }

  private Comparison test(
      Metric metric, List<RankTest.Stratum> strata, double[] canaries, double[] baselines) {
    RankTest.Result result = RankTest.of(strata);
    int fewer = Math.min(canaries.length, baselines.length);
    boolean tested = fewer >= rule.minimumDevices() && result.most() > rule.threshold();
    double z = tested ? result.z() : 0;
    Comparison comparison =
        new Comparison(
            metric,
            canaries.length,
            baselines.length,
            tested,
            z,
            median(canaries),
            median(baselines));
    if (!tested && enoughUsable()) {
      findings.missing("GAT-122", metric, tooFew(comparison));
    } else if (z > rule.threshold()) {
      findings.harm(code(metric), metric, worse(comparison));
    }
    return comparison;
  }

  /** If not, that has been said already. */
  private boolean enoughUsable() {
    return census.usable(Arm.CANARY) >= rule.minimumDevices()
        && census.usable(Arm.BASELINE) >= rule.minimumDevices();
  }

  private double[] changes(Metric metric, String deviceClass, Arm arm) {
    return census.usable(deviceClass, arm).stream()
        .map(entry -> Change.of(metric, entry.device(), rule))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .toArray();
  }

  /**
   * Devices that sent data before the change and are missing after it. That canaries get lost more
   * often than the baseline's devices must not look like a pass by those that are left.
   */
  private void losses() {
    List<RankTest.Stratum> strata =
        census.classes().stream()
            .map(name -> new RankTest.Stratum(lost(name, Arm.CANARY), lost(name, Arm.BASELINE)))
            .toList();
    double z = RankTest.of(strata).z();
    if (z > rule.threshold()) {
      findings.missing(
          "GAT-124",
          null,
          lost(strata.stream().map(RankTest.Stratum::canaries))
              + " canaries that sent data before the change are missing after it, of the baseline "
              + lost(strata.stream().map(RankTest.Stratum::baselines))
              + " ("
              + compared(z)
              + ")");
    }
  }

  private double[] lost(String deviceClass, Arm arm) {
    return census.judged(deviceClass, arm).stream()
        .filter(e -> e.device().before().heartbeats() >= rule.minimumHeartbeats())
        .mapToDouble(e -> e.usable() ? 0 : 1)
        .toArray();
  }

  /** E.g. {@code 2 of 50}. */
  private static String lost(Stream<double[]> strata) {
    double[] devices = strata.flatMapToDouble(Arrays::stream).toArray();
    return Arrays.stream(devices).filter(lost -> lost > 0).count() + " of " + devices.length;
  }

  private String compared(double z) {
    return "z " + decimal(z, 3) + ", threshold " + decimal(rule.threshold(), 3);
  }

  private String tooFew(Comparison comparison) {
    return "the "
        + comparison.metric().word()
        + " can be compared for "
        + comparison.canaries()
        + " canaries and "
        + comparison.baselines()
        + " baseline devices, the policy wants "
        + rule.minimumDevices()
        + " of each";
  }

  private String worse(Comparison comparison) {
    double more = comparison.medianCanary() - comparison.medianBaseline();
    boolean rate = comparison.metric() == Metric.ERROR_RATE;
    String rise = decimal(100 * (rate ? more : StrictMath.expm1(more)), 1);
    return "the "
        + comparison.metric().word()
        + " of the canaries rose by "
        + rise
        + (rate ? " percentage points" : " %")
        + " more than that of the baseline (medians; "
        + compared(comparison.z())
        + ")";
  }

  private static String code(Metric metric) {
    return switch (metric) {
      case LATENCY_P99 -> "GAT-111";
      case LATENCY_MEAN -> "GAT-112";
      case ERROR_RATE -> "GAT-113";
      case CPU -> "GAT-114";
    };
  }

  private static double[] sorted(List<double[]> parts) {
    return parts.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
  }

  private static double median(double[] sorted) {
    int n = sorted.length;
    return n == 0 ? 0 : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
