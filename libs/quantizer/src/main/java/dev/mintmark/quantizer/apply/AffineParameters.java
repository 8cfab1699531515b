package dev.mintmark.quantizer.apply;

import dev.mintmark.quantizer.calibrate.Range;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Encoding;

/**
 * How a tensor's values map to integers: {@code value = scale * (integer - zeroPoint)}.
 *
 * @param scale positive and finite, with at most 12 significant bits
 * @param zeroPoint inside the type
 */
record AffineParameters(float scale, int zeroPoint, ActivationType type) {
  /** Below this a scale is noise; also keeps products of scales out of the denormal numbers. */
  static final float LEAST_SCALE = 0x1.0p-40f;

  /** Bits of a float's mantissa that are cleared: 24 significant bits less 12. */
  private static final int CLEARED = (1 << 12) - 1;

  /**
   * The parameters for a range, which is widened to hold zero: zero must be exact, since it pads
   * images. The scale is rounded up to 12 significant bits, so that ranges that differ in a last
   * digit nearly always give the same scale.
   */
  static AffineParameters of(Range range, Encoding encoding) {
    ActivationType type = encoding.type();
    Range wide = range.withZero();
    if (encoding.symmetric()) {
      float most = Math.max(-wide.low(), wide.high());
      int steps = type.greatest() - encoding.middle();
      float scale = most == 0 ? 1 : roundUp(Math.max((float) ((double) most / steps), LEAST_SCALE));
      return new AffineParameters(scale, encoding.middle(), type);
    }
    double width = (double) wide.high() - wide.low();
    double exact = width / (type.greatest() - type.least());
    float scale = width == 0 ? 1 : roundUp(Math.max((float) exact, LEAST_SCALE));
    int zeroPoint = type.clamp(Math.rint(type.least() - wide.low() / (double) scale));
    return new AffineParameters(scale, zeroPoint, type);
  }

  private static float roundUp(float scale) {
    return Float.intBitsToFloat((Float.floatToIntBits(scale) + CLEARED) & ~CLEARED);
  }

  /** Whether quantizing cuts off negative values, as Relu does. */
  boolean isRelu() {
    return zeroPoint == type.least();
  }

  /** As ONNX's QuantizeLinear: half to even, then clamped. */
  int quantize(float value) {
    return type.clamp(Math.rint(value / scale) + zeroPoint);
  }
}
