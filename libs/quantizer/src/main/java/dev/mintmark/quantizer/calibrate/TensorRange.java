package dev.mintmark.quantizer.calibrate;

import dev.mintmark.quantizer.tensor.Tensor;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers one tensor's values: how many and how far, and the outermost. How many of the outermost
 * to keep follows from how many values there are in all. That is guessed from the first sample; the
 * guess is right unless samples differ in shape, and then the outermost are gathered again. A
 * histogram needs the ends first, and is a second pass too.
 */
final class TensorRange {
  private final int samples;
  private final Set<Calibrator> wanted;
  private float low = Float.POSITIVE_INFINITY;
  private float high = Float.NEGATIVE_INFINITY;
  private long count;
  private double lows;
  private double highs;
  private int filled;
  private double squares;
  private boolean started;
  private boolean again;
  private long kept = 1;
  private LargestValues greatest = new LargestValues(1);
  private LargestValues leastNegated = new LargestValues(1);
  private @Nullable Histogram histogram;

  /**
   * @param samples how many there are to be
   * @param wanted ranges to make
   */
  TensorRange(int samples, Set<Calibrator> wanted) {
    this.samples = samples;
    this.wanted = wanted;
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
    if (tensor.values().length > 0) {
      lows += span.low();
      highs += span.high();
      filled++;
    }
    if (wanted.contains(Calibrator.ROOT_MEAN_SQUARE)) {
      for (float value : tensor.values()) {
        squares += (double) value * value;
      }
    }
    cut(tensor);
  }

  /** Ends the first pass; whether a second one is needed. */
  boolean needsAnotherPass() {
    return guessedWrong() || wanted.stream().anyMatch(Calibrator::needsHistogram);
  }

  private boolean guessedWrong() {
    return kept != count / Calibrator.CUT_ONE_IN + 1;
  }

  /** Begins the second pass. */
  void startAgain() {
    again = guessedWrong();
    if (again) {
      keep(count);
    }
    if (count > 0 && wanted.stream().anyMatch(Calibrator::needsHistogram)) {
      histogram = new Histogram(new Range(low, high));
    }
  }

  private void keep(long values) {
    kept = values / Calibrator.CUT_ONE_IN + 1;
    greatest = new LargestValues(Math.toIntExact(kept));
    leastNegated = new LargestValues(Math.toIntExact(kept));
  }

  /** The second pass. */
  void pass(Tensor tensor) {
    if (again) {
      cut(tensor);
    }
    if (histogram != null) {
      histogram.addAll(tensor.values());
    }
  }

  private void cut(Tensor tensor) {
    if (wanted.contains(Calibrator.PERCENTILE)) {
      greatest.addAll(tensor.values(), 1);
      leastNegated.addAll(tensor.values(), -1);
    }
  }

  /** Ends the last pass; a tensor that never had a value has the range 0 to 0. */
  Map<Calibrator, Range> ranges() {
    Map<Calibrator, Range> ranges = new EnumMap<>(Calibrator.class);
    wanted.forEach(by -> ranges.put(by, count == 0 ? new Range(0, 0) : range(by)));
    return ranges;
  }

  private Range range(Calibrator by) {
    return switch (by) {
      case MIN_MAX -> new Range(low, high);
      case PERCENTILE -> new Range(-leastNegated.least(), greatest.least());
      case MOVING_AVERAGE -> new Range((float) (lows / filled), (float) (highs / filled));
      case MSE -> histogram == null ? new Range(low, high) : search(histogram).leastError();
      case ENTROPY ->
          histogram == null ? new Range(low, high) : search(histogram).leastDivergence();
      case ROOT_MEAN_SQUARE -> {
        float root = (float) Math.sqrt(squares / count);
        yield new Range(-root, root);
      }
    };
  }

  private static RangeSearch search(Histogram histogram) {
    return new RangeSearch(histogram);
  }
}
