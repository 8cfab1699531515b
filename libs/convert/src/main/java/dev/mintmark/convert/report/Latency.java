package dev.mintmark.convert.report;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.run.ModelSession;
import dev.mintmark.quantizer.sample.Feed;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How long a model takes on this machine: one thread, every graph optimization. For people alone:
 * no time goes into an artifact, or decides which rung is taken.
 */
final class Latency {
  private static final int WARM_UP = 3;
  private static final int RUNS = 15;

  private Latency() {}

  /**
   * Milliseconds of one run, the median of 15.
   *
   * @return empty for a model that does not run optimized here
   */
  static OptionalDouble median(byte[] model, Feed sample) {
    try (ModelSession session = ModelSession.openOptimized(model)) {
      for (int i = 0; i < WARM_UP; i++) {
        session.run(sample);
      }
      double[] millis = new double[RUNS];
      for (int i = 0; i < RUNS; i++) {
        long start = System.nanoTime();
        session.run(sample);
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
      Arrays.sort(millis);
      return OptionalDouble.of(millis[RUNS / 2]);
    } catch (QuantizerException e) {
      return OptionalDouble.empty();
    }
  }
}
