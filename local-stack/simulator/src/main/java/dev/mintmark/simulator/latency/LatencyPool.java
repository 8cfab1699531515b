package dev.mintmark.simulator.latency;

import java.util.Arrays;
import java.util.Random;

/**
 * Measured latencies of one model, to draw from. Those above the 98th percentile were replaced by
 * it: what lies above is this machine's, not the model's.
 */
public final class LatencyPool {
  private static final double WINSORIZED = 0.98;

  private final double[] sorted;

  private LatencyPool(double[] sorted) {
    this.sorted = sorted;
  }

  /**
   * Makes a pool.
   *
   * @param micros measured, 1 or more of them, each above 0
   */
  public static LatencyPool of(double[] micros) {
    double[] sorted = micros.clone();
    Arrays.sort(sorted);
    if (sorted.length == 0 || !(sorted[0] > 0)) {
      throw new IllegalArgumentException("a pool needs latencies above 0, not " + sorted.length);
    }
    double most = sorted[(int) Math.ceil(WINSORIZED * sorted.length) - 1];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = Math.min(sorted[i], most);
    }
    return new LatencyPool(sorted);
  }

  /** One of the latencies, in microseconds. */
  public double draw(Random random) {
    return sorted[random.nextInt(sorted.length)];
  }

  public int size() {
    return sorted.length;
  }

  /**
   * The latency that this share of all do not exceed.
   *
   * @param share above 0, at most 1
   */
  public double quantile(double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
