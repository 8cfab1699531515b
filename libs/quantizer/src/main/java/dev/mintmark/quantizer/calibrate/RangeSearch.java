package dev.mintmark.quantizer.calibrate;

import java.util.function.ToDoubleFunction;

/**
 * Looks for the part of a tensor's range that 8 bits represent best: each of its ends is drawn
 * towards zero, the further one first, down to 0.3 of it in steps of a fiftieth. Of parts that are
 * as good the larger one is taken.
 */
final class RangeSearch {
  private static final int WHOLE = 50;
  private static final int LEAST = 15;
  private static final int LEVELS = 256;
  private static final double MOST_CUT = 0.01;

  private final Histogram histogram;

  RangeSearch(Histogram histogram) {
    this.histogram = histogram;
  }

  /** The part with the least mean squared error of rounding and clipping. */
  Range leastError() {
    return search(this::squaredError, false);
  }

  /** The part that loses least information, and at most a hundredth of the values. */
  Range leastDivergence() {
    return search(this::divergence, true);
  }

  private Range search(ToDoubleFunction<Range> cost, boolean bounded) {
    Range ends = histogram.ends();
    boolean highFirst = ends.high() >= -ends.low();
    Range first = draw(ends, highFirst, cost, bounded);
    return draw(first, !highFirst, cost, bounded);
  }

  private Range draw(Range whole, boolean high, ToDoubleFunction<Range> cost, boolean bounded) {
    Range best = whole;
    double least = cost.applyAsDouble(best);
    for (int part = WHOLE - 1; part >= LEAST; part--) {
      float factor = part / (float) WHOLE;
      Range range =
          high
              ? new Range(whole.low(), whole.high() * factor)
              : new Range(whole.low() * factor, whole.high());
      if (bounded && cut(range) > MOST_CUT * histogram.total()) {
        return best;
      }
      double value = cost.applyAsDouble(range);
      if (value < least) {
        least = value;
        best = range;
      }
    }
    return best;
  }

  private long cut(Range range) {
    long cut = 0;
    for (int bin = 0; bin < Histogram.BINS; bin++) {
      double middle = histogram.middle(bin);
      if (middle < range.low() || middle > range.high()) {
        cut += histogram.count(bin);
      }
    }
    return cut;
  }

  private double squaredError(Range range) {
    double step = ((double) range.high() - range.low()) / (LEVELS - 1);
    double error = 0;
    for (int bin = 0; bin < Histogram.BINS; bin++) {
      double middle = histogram.middle(bin);
      double outside = middle - Math.clamp(middle, (double) range.low(), (double) range.high());
      double each = outside == 0 ? step * step / 12 : outside * outside;
      error += histogram.count(bin) * each;
    }
    return error;
  }

  /**
   * Kullback and Leibler's divergence of the distribution with what is cut put to the ends, from
   * the one that 256 levels give back: each level's values spread over those of its bins that have
   * some.
   */
  private double divergence(Range range) {
    double[] clipped = new double[Histogram.BINS];
    double[] inside = new double[LEVELS];
    int[] filled = new int[LEVELS];
    for (int bin = 0; bin < Histogram.BINS; bin++) {
      long count = histogram.count(bin);
      if (count == 0) {
        continue;
      }
      double middle = histogram.middle(bin);
      double kept = Math.clamp(middle, (double) range.low(), (double) range.high());
      clipped[bin(kept)] += count;
      if (kept == middle) {
        inside[level(bin, range)] += count;
        filled[level(bin, range)]++;
      }
    }
    double total = histogram.total();
    double divergence = 0;
    for (int bin = 0; bin < Histogram.BINS; bin++) {
      if (clipped[bin] > 0) {
        int level = level(bin, range);
        // A bin that only what was cut fills is lost altogether: as if it held one value.
        double given = filled[level] == 0 ? 1 : inside[level] / filled[level];
        divergence += clipped[bin] / total * StrictMath.log(clipped[bin] / given);
      }
    }
    return divergence;
  }

  private int bin(double value) {
    Range ends = histogram.ends();
    double width = (double) ends.high() - ends.low();
    double bin = (value - ends.low()) / width * Histogram.BINS;
    return Math.clamp((int) bin, 0, Histogram.BINS - 1);
  }

  private int level(int bin, Range range) {
    double width = (double) range.high() - range.low();
    double level = (histogram.middle(bin) - range.low()) / width * LEVELS;
    return Math.clamp((int) level, 0, LEVELS - 1);
  }
}
