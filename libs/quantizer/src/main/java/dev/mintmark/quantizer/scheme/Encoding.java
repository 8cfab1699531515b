package dev.mintmark.quantizer.scheme;

/**
 * How an activation becomes an integer.
 *
 * @param symmetric zero is in the middle of the type, and as much lies above it as below; else zero
 *     is where the range needs it
 */
public record Encoding(ActivationType type, boolean symmetric) {
  /** Zero where the range needs it. */
  public static Encoding asymmetric(ActivationType type) {
    return new Encoding(type, false);
  }

  /** The integer that stands for zero when the encoding is symmetric. */
  public int middle() {
    return type == ActivationType.INT8 ? 0 : (type.greatest() + 1) / 2;
  }
}
