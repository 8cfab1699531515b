package dev.mintmark.convert;

import dev.mintmark.quantizer.gate.Gate;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.sample.SampleSet;

/**
 * What all variants of a model are made from and judged by; samples are read when they are used.
 *
 * @param validation shares no sample with {@code calibration}
 */
public record Material(OnnxModel model, SampleSet calibration, SampleSet validation, Gate gate) {
  /**
   * Checks that the model is judged on other samples than those that it is calibrated on.
   *
   * @throws dev.mintmark.quantizer.QuantizerException QNT-012 when it is not
   */
  public Material {
    validation.requireDisjointFrom(calibration);
  }
}
