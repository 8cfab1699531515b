package dev.mintmark.quantizer.calibrate;

import dev.mintmark.quantizer.tensor.Tensor;
import java.util.EnumMap;
import java.util.Map;

/** Gathers one tensor's values over two passes: first how many and how far, then the outermost. */
final class TensorRange {
  private float low = Float.POSITIVE_INFINITY;
  private float high = Float.NEGATIVE_INFINITY;
  private long count;
  private LargestValues greatest = new LargestValues(1);
  private LargestValues leastNegated = new LargestValues(1);

  void measure(Tensor tensor) {
    for (float value : tensor.values()) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    count += tensor.values().length;
  }

  /** Ends the first pass. */
  void startCutting() {
    int kept = Math.toIntExact(count / Calibrator.CUT_ONE_IN + 1);
    greatest = new LargestValues(kept);
    leastNegated = new LargestValues(kept);
  }

  void cut(Tensor tensor) {
    for (float value : tensor.values()) {
      greatest.add(value);
      leastNegated.add(-value);
    }
  }

  /** Ends the second pass; a tensor that never had a value has the range 0 to 0. */
  Map<Calibrator, Range> ranges() {
    Map<Calibrator, Range> ranges = new EnumMap<>(Calibrator.class);
    boolean empty = count == 0;
    ranges.put(Calibrator.MIN_MAX, empty ? new Range(0, 0) : new Range(low, high));
    ranges.put(
        Calibrator.PERCENTILE,
        empty ? new Range(0, 0) : new Range(-leastNegated.least(), greatest.least()));
    return ranges;
  }
}
