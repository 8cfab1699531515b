package dev.mintmark.quantizer.calibrate;

/**
 * The values that a tensor takes.
 *
 * @param low finite
 * @param high finite, not less than {@code low}
 */
public record Range(float low, float high) {
  public Range {
    if (!Float.isFinite(low) || !Float.isFinite(high) || low > high) {
      throw new IllegalArgumentException("not a range: " + low + " to " + high);
    }
    // Turns -0.0 into 0.0: the two are equal and must look so in the table.
    low += 0.0f;
    high += 0.0f;
  }

  /** The least range that holds both. */
  public Range union(Range other) {
    return new Range(Math.min(low, other.low), Math.max(high, other.high));
  }

  /** The least range that holds this one and zero. */
  public Range withZero() {
    return new Range(Math.min(low, 0), Math.max(high, 0));
  }
}
