package dev.mintmark.simulator.latency;

import java.util.ArrayList;
import java.util.List;

/**
 * Measures several models in turns: a few inferences of each, and again. Whatever else slows this
 * machine meanwhile slows all of them alike.
 *
 * @param warmUp inferences of each model that do not count, 0 or more
 * @param rounds 1 or more
 * @param inferences of each model in a round, 1 or more
 */
public record Rounds(int warmUp, int rounds, int inferences) {
  /** 400 inferences of each model. */
  public static final Rounds USUAL = new Rounds(20, 40, 10);

  public Rounds {
    if (warmUp < 0 || rounds < 1 || inferences < 1) {
      throw new IllegalArgumentException("no measurement has " + rounds + " x " + inferences);
    }
  }

  /** A pool for each, in their order. */
  List<LatencyPool> measure(List<? extends Stopwatch> models) {
    List<double[]> measured = new ArrayList<>();
    for (Stopwatch model : models) {
      for (int i = 0; i < warmUp; i++) {
        model.micros();
      }
      measured.add(new double[rounds * inferences]);
    }
    for (int round = 0; round < rounds; round++) {
      for (int m = 0; m < models.size(); m++) {
        for (int i = 0; i < inferences; i++) {
          measured.get(m)[round * inferences + i] = models.get(m).micros();
        }
      }
    }
    return measured.stream().map(LatencyPool::of).toList();
  }
}
