package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.Set;

/** What of a graph can be float16. */
final class Float16Form {
  private static final float GREATEST = 65_504;

  /** Operators with float32 results or operands that ONNX does not tie to their type. */
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "If",
          "Loop",
          "Scan",
          "NonMaxSuppression",
          "RandomNormal",
          "RandomUniform",
          "Range",
          "Multinomial",
          "StringNormalizer",
          "TfIdfVectorizer",
          "Upsample",
          "SequenceMap");

  private Float16Form() {}

  /**
   * Refuses a node that has no float16 form.
   *
   * @throws QuantizerException {@code QNT-071}
   */
  static void require(NodeProto node) {
    if (UNSUPPORTED.contains(node.getOpType())) {
      throw new QuantizerException(
          RefusalCode.NOT_IN_FLOAT16,
          "a " + node.getOpType() + " node",
          "has no float16 form that is known here",
          "use another rung than float16");
    }
  }

  /** Operators with an operand that is float32 whatever their type is. */
  static final Set<String> WITH_FLOAT32 = Set.of("Resize");

  /** Whether an operand stays float32 whatever the node's type: Resize's scales. */
  static boolean isFloat32(String operator, int index) {
    return WITH_FLOAT32.contains(operator) && index > 0;
  }

  /**
   * A stored float32 tensor as float16, rounded to nearest, half to even.
   *
   * @throws QuantizerException {@code QNT-071} for a value beyond 65,504
   */
  static TensorProto of(String subject, TensorProto stored) {
    Tensor tensor = Initializers.floats(stored);
    int[] halves = new int[tensor.values().length];
    for (int i = 0; i < halves.length; i++) {
      float value = tensor.values()[i];
      short half = Float.floatToFloat16(value);
      if (Float.isInfinite(Float.float16ToFloat(half))) {
        throw new QuantizerException(
            RefusalCode.NOT_IN_FLOAT16,
            subject,
            "holds " + value + "; float16 goes to " + GREATEST,
            "use another rung than float16");
      }
      halves[i] = half;
    }
    return Initializers.ofIntegers(DataType.FLOAT16, tensor.shape(), halves);
  }
}
