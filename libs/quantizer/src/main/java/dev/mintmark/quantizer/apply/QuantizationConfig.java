package dev.mintmark.quantizer.apply;

import dev.mintmark.quantizer.calibrate.Calibrator;

/** What to quantize and how. Weights are always symmetric int8. */
public sealed interface QuantizationConfig {
  /** Short name, for the ladder and for events, e.g. {@code static-min-max}. */
  String rung();

  /** One scale for each output channel of a weight, not one for all of it. */
  boolean perChannel();

  /** Weights, biases and activations, with ranges from calibration. */
  record Static(Calibrator calibrator, ActivationType activations, boolean perChannel)
      implements QuantizationConfig {
    @Override
    public String rung() {
      return "static-" + calibrator.id();
    }
  }

  /** Weights only; the model still computes in float. */
  record WeightOnly(boolean perChannel) implements QuantizationConfig {
    @Override
    public String rung() {
      return "weight-only";
    }
  }
}
