package dev.mintmark.quantizer.calibrate;

/**
 * The least and the greatest of some values: of none positive and negative infinity, and NaN where
 * one of them is NaN.
 */
record Span(float low, float high) {
  static Span of(float[] values) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return new Span(low, high);
  }

  /** Whether there is no value, or every one is finite. */
  boolean isFinite() {
    boolean empty = low == Float.POSITIVE_INFINITY && high == Float.NEGATIVE_INFINITY;
    return empty || (Float.isFinite(low) && Float.isFinite(high));
  }
}
