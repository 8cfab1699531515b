package dev.mintmark.quantizer.model;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;

/** Refuses versions of the format and of the operator set whose meaning is not known here. */
final class VersionCheck {
  private static final long OLDEST_IR = 3;
  private static final long NEWEST_IR = 10;

  private VersionCheck() {}

  static void check(ModelProto model) {
    long ir = model.getIrVersion();
    if (ir < OLDEST_IR || ir > NEWEST_IR) {
      throw new QuantizerException(
          RefusalCode.UNSUPPORTED_VERSION,
          "model",
          "has ONNX IR version " + ir,
          "export it with an IR version from " + OLDEST_IR + " to " + NEWEST_IR);
    }
    long opset = Operators.opset(model);
    if (opset < Operators.OLDEST_OPSET || opset > Operators.NEWEST_OPSET) {
      throw new QuantizerException(
          RefusalCode.UNSUPPORTED_VERSION,
          "model",
          opset == 0 ? "imports no default operator set" : "uses operator set " + opset,
          "export it with an operator set from "
              + Operators.OLDEST_OPSET
              + " to "
              + Operators.NEWEST_OPSET);
    }
    if (model.getFunctionsCount() > 0 || model.getTrainingInfoCount() > 0) {
      throw new QuantizerException(
          RefusalCode.UNSUPPORTED_OPERATOR,
          "model",
          "holds local functions or training graphs",
          "export it for inference, with functions inlined");
    }
  }
}
