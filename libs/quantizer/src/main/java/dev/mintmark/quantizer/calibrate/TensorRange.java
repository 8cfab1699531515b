package dev.mintmark.quantizer.calibrate;

import dev.mintmark.quantizer.tensor.Tensor;
import java.util.EnumMap;
import java.util.Map;

/**
 * Gathers one tensor's values: how many and how far, and the outermost. How many of the outermost
 * to keep follows from how many values there are in all. That is guessed from the first sample; the
 * guess is right unless samples differ in shape, and then the outermost are gathered again.
 */
final class TensorRange {
  private final int samples;
  private float low = Float.POSITIVE_INFINITY;
  private float high = Float.NEGATIVE_INFINITY;
  private long count;
  private boolean started;
  private long kept = 1;
  private LargestValues greatest = new LargestValues(1);
  private LargestValues leastNegated = new LargestValues(1);

  /**
   * @param samples how many there are to be
   */
  TensorRange(int samples) {
    this.samples = samples;
  }

  /**
   * The first pass.
   *
   * @param span of the tensor
   */
  void measure(Tensor tensor, Span span) {
    if (!started) {
      started = true;
      keep((long) tensor.values().length * samples);
    }
    low = Math.min(low, span.low());
    high = Math.max(high, span.high());
    count += tensor.values().length;
    cut(tensor);
  }

  /** Ends the first pass; whether a second one is needed. */
  boolean guessedWrong() {
    return kept != count / Calibrator.CUT_ONE_IN + 1;
  }

  /** Begins the second pass. */
  void startAgain() {
    keep(count);
  }

  private void keep(long values) {
    kept = values / Calibrator.CUT_ONE_IN + 1;
    greatest = new LargestValues(Math.toIntExact(kept));
    leastNegated = new LargestValues(Math.toIntExact(kept));
  }

  /** The second pass. */
  void cut(Tensor tensor) {
    greatest.addAll(tensor.values(), 1);
    leastNegated.addAll(tensor.values(), -1);
  }

  /** Ends the last pass; a tensor that never had a value has the range 0 to 0. */
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
