package dev.mintmark.gate.study;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import dev.mintmark.gate.evidence.Arm;
import dev.mintmark.sketch.LatencySketch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.TreeMap;

/** Rules that others use, to compare with. */
public final class PeerRules {
  private PeerRules() {}

  /** A fixed limit on the quotient of the arms' P99. */
  public static boolean mergedP99Above(SimulatedRollout rollout, double limit) {
    double canary = rollout.merged(Arm.CANARY).quantile(0.99);
    return canary / rollout.merged(Arm.BASELINE).quantile(0.99) > limit;
  }

  /** Mann-Whitney's test with every request as a unit: the wrong one. */
  public static boolean requestsDiffer(SimulatedRollout rollout) {
    TreeMap<Integer, double[]> counts = new TreeMap<>();
    count(rollout.merged(Arm.CANARY), 0, counts);
    count(rollout.merged(Arm.BASELINE), 1, counts);
    double m = counts.values().stream().mapToDouble(c -> c[0]).sum();
    double n = counts.values().stream().mapToDouble(c -> c[1]).sum();
    double below = 0;
    double rankSum = 0;
    double ties = 0;
    for (double[] c : counts.values()) {
      double group = c[0] + c[1];
      rankSum += c[0] * (below + (group + 1) / 2);
      ties += group * group * group - group;
      below += group;
    }
    double all = m + n;
    double variance = m * n * (all + 1) / 12 * (1 - ties / (all * (all * all - 1)));
    return (rankSum - m * (all + 1) / 2) / Math.sqrt(variance) > 2.326;
  }

  private static void count(LatencySketch sketch, int arm, TreeMap<Integer, double[]> counts) {
    DDSketch read = DDSketches.unboundedDense(0.01);
    try {
      read.decodeAndMergeWith(ByteArrayInput.wrap(sketch.encode()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    read.getPositiveValueStore()
        .forEach((index, n) -> counts.computeIfAbsent(index, i -> new double[2])[arm] += n);
  }
}
