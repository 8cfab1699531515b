package dev.mintmark.quantizer.calibrate;

/**
 * How a tensor's values are distributed between their ends, in 2,048 bins of equal width. Zeros are
 * left out: every scale represents them exactly.
 */
final class Histogram {
  static final int BINS = 2048;

  private final Range ends;
  private final long[] counts = new long[BINS];
  private final double binsPerUnit;

  /**
   * @param ends of all values that will be added
   */
  Histogram(Range ends) {
    this.ends = ends.withZero();
    double width = (double) this.ends.high() - this.ends.low();
    this.binsPerUnit = width == 0 ? 0 : BINS / width;
  }

  void addAll(float[] values) {
    for (float value : values) {
      if (value != 0) {
        int bin = (int) (((double) value - ends.low()) * binsPerUnit);
        counts[Math.clamp(bin, 0, BINS - 1)]++;
      }
    }
  }

  /** The ends, which hold zero. */
  Range ends() {
    return ends;
  }

  long count(int bin) {
    return counts[bin];
  }

  /** The middle of a bin. */
  double middle(int bin) {
    return binsPerUnit == 0 ? 0 : ends.low() + (bin + 0.5) / binsPerUnit;
  }

  /** How many values there are. */
  long total() {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }
}
