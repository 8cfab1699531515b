package dev.mintmark.quantizer.observe;

import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.run.ModelSession;
import dev.mintmark.quantizer.sample.Feed;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Divides a model's tensors into groups of bounded size, in the graph's order. */
public final class TensorGroups {
  private static final long LEAST = 1 << 20;
  private static final long MOST = 64 << 20;
  private static final int PART_OF_THE_HEAP = 4;

  private TensorGroups() {}

  /**
   * How many elements one run may hand over, when so many threads run.
   *
   * @return so many that all runs at once take a quarter of the heap
   */
  public static long budget(int threads) {
    long bytes = Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP / (threads + 1);
    return Math.clamp(bytes / Float.BYTES, LEAST, MOST);
  }

  /**
   * The groups; a tensor that is larger than the budget is one alone.
   *
   * @param sample by which the sizes are told
   */
  public static List<List<String>> of(
      OnnxModel model, Collection<String> tensors, Feed sample, long budget) {
    Map<String, Tensor> sizes;
    try (ModelSession session = ModelSession.open(Observation.sizes(model.proto(), tensors))) {
      sizes = session.run(sample);
    }
    List<List<String>> groups = new ArrayList<>();
    List<String> group = new ArrayList<>();
    double taken = 0;
    for (String tensor : tensors) {
      double size = Objects.requireNonNull(sizes.get(Observation.sizeOf(tensor))).values()[0];
      if (!group.isEmpty() && taken + size > budget) {
        groups.add(group);
        group = new ArrayList<>();
        taken = 0;
      }
      group.add(tensor);
      taken += size;
    }
    groups.add(group);
    return groups;
  }
}
