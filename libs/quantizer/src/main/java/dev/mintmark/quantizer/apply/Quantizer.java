package dev.mintmark.quantizer.apply;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.scheme.Scheme;

/** The pure stage. */
public final class Quantizer {
  private Quantizer() {}

  /**
   * Quantizes a model.
   *
   * @param table measured on this model; looked at where the scheme needs it
   * @throws QuantizerException {@code QNT-021} when the table is of another model or lacks what the
   *     scheme needs, {@code QNT-003} when the operator set cannot be raised, {@code QNT-008} when
   *     a weight is too large, {@code QNT-070} when the scheme selects what is not there, {@code
   *     QNT-071} when a weight is none in float16, {@code QNT-074} when nothing can take the form
   */
  public static QuantizedModel apply(OnnxModel model, CalibrationTable table, Scheme config) {
    if (config.needsTable() && !table.model().equals(model.digest())) {
      throw new QuantizerException(
          RefusalCode.BAD_TABLE,
          "calibration table",
          "is of model " + table.model() + ", not of " + model.digest(),
          "calibrate this model");
    }
    return switch (config) {
      case Scheme.Static fixed -> StaticRewrite.apply(model, table, fixed);
      case Scheme.WeightOnly weights -> WeightOnlyRewrite.apply(model, weights);
      case Scheme.Dynamic dynamic -> DynamicRewrite.apply(model, dynamic);
      case Scheme.Blocks blocks -> BlockRewrite.apply(model, blocks);
      case Scheme.Float16 half -> Float16Rewrite.apply(model, half);
    };
  }
}
