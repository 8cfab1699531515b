package dev.mintmark.quantizer.scheme;

/**
 * The form of int8 weights.
 *
 * @param perChannel one scale for each output channel, not one for all of a weight
 * @param symmetric zero is the integer 0; else each scale has a zero point of its own
 * @param reducedRange 7 bits, -64 to 63: for processors whose 8-bit products overflow a 16-bit sum
 */
public record Weights(boolean perChannel, boolean symmetric, boolean reducedRange) {
  /** Symmetric, all 8 bits. */
  public static Weights of(boolean perChannel) {
    return new Weights(perChannel, true, false);
  }

  /** The greatest integer. */
  public int greatest() {
    return reducedRange ? 63 : 127;
  }

  /** The least integer; symmetric weights leave one out, so that both sides are alike. */
  public int least() {
    return symmetric ? -greatest() : -greatest() - 1;
  }
}
