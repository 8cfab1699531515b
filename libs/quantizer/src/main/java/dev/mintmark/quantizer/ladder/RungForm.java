package dev.mintmark.quantizer.ladder;

import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Activations;
import dev.mintmark.quantizer.scheme.Encoding;
import dev.mintmark.quantizer.scheme.Weights;

/**
 * What all rungs of one target have in common.
 *
 * @param activations of static rungs; rungs in 16 bits take their own type
 * @param weights of static rungs; other int8 weights share its {@code perChannel}
 */
public record RungForm(Activations activations, Weights weights) {
  /** Asymmetric activations, symmetric weights. */
  public static RungForm of(ActivationType type, boolean perChannel) {
    return new RungForm(Activations.of(type), Weights.of(perChannel));
  }

  /** The same with every activation in 16 bits. */
  Activations wide() {
    return new Activations(
        new Encoding(ActivationType.UINT16, activations.encoding().symmetric()),
        0,
        activations.sharedAtJoins());
  }
}
