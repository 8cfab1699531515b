package dev.mintmark.quantizer.scheme;

/**
 * The form of the activations.
 *
 * @param wideShare the part of the tensors, 0 to 1, that is given 16 bits instead, besides the
 *     outputs: those with the least signal-to-noise ratio by their recorded ranges
 * @param sharedAtJoins the operands of a sum, and the operands and the result of a concatenation,
 *     have one scale, as some compilers of neural processors ask
 */
public record Activations(Encoding encoding, double wideShare, boolean sharedAtJoins) {
  public Activations {
    if (!(wideShare >= 0 && wideShare <= 1)) {
      throw new IllegalArgumentException("a share is 0 to 1, not " + wideShare);
    }
  }

  /** All of one asymmetric type. */
  public static Activations of(ActivationType type) {
    return new Activations(Encoding.asymmetric(type), 0, false);
  }

  /** With the noisiest tensors in 16 bits. */
  public Activations withWideShare(double share) {
    return new Activations(encoding, share, sharedAtJoins);
  }
}
