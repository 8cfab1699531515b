package dev.mintmark.quantizer.apply;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.model.OnnxModel;

/** The pure stage. */
public final class Quantizer {
  private Quantizer() {}

  /**
   * Quantizes a model.
   *
   * @param table measured on this model
   * @throws QuantizerException {@code QNT-021} when the table is of another model, {@code QNT-003}
   *     when the operator set cannot be raised to 13, {@code QNT-008} when a weight is too large
   */
  public static QuantizedModel apply(
      OnnxModel model, CalibrationTable table, QuantizationConfig config) {
    if (!table.model().equals(model.digest())) {
      throw new QuantizerException(
          RefusalCode.BAD_TABLE,
          "calibration table",
          "is of model " + table.model() + ", not of " + model.digest(),
          "calibrate this model");
    }
    return switch (config) {
      case QuantizationConfig.Static fixed -> StaticRewrite.apply(model, table, fixed);
      case QuantizationConfig.WeightOnly weights -> WeightOnlyRewrite.apply(model, weights);
    };
  }
}
