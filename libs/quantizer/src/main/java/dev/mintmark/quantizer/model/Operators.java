package dev.mintmark.quantizer.model;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.util.Set;

/** What is known of the operators of ONNX's default domain. */
public final class Operators {
  /** Per-channel DequantizeLinear came with this operator set. */
  public static final long PER_CHANNEL_OPSET = 13;

  static final long OLDEST_OPSET = 9;
  static final long NEWEST_OPSET = 21;

  /** Operators of a model that somebody quantized already. */
  static final Set<String> QUANTIZED =
      Set.of(
          "QuantizeLinear",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "QLinearConv",
          "QLinearMatMul",
          "ConvInteger",
          "MatMulInteger");

  /**
   * Operators that mean the same in the operator sets 9 to 13: their entries in ONNX's changelog
   * for 10 to 13 add element types, negative axes or optional attributes and operands only. Not
   * here, because their meaning or form changed: Softmax, LogSoftmax, Hardmax, Squeeze, Unsqueeze,
   * Split, ReduceSum, Dropout, Resize, Clip, Pad, Slice, TopK, Upsample.
   */
  public static final Set<String> SAME_FROM_9_TO_13 =
      Set.of(
          "Abs",
          "Add",
          "AveragePool",
          "BatchNormalization",
          "Cast",
          "Ceil",
          "Concat",
          "Constant",
          "ConstantOfShape",
          "Conv",
          "ConvTranspose",
          "Div",
          "Elu",
          "Equal",
          "Erf",
          "Exp",
          "Expand",
          "Flatten",
          "Floor",
          "Gather",
          "Gemm",
          "GlobalAveragePool",
          "GlobalMaxPool",
          "Greater",
          "HardSigmoid",
          "Identity",
          "InstanceNormalization",
          "LeakyRelu",
          "Less",
          "Log",
          "LSTM",
          "MatMul",
          "Max",
          "MaxPool",
          "Min",
          "Mul",
          "Neg",
          "PRelu",
          "Pow",
          "ReduceMax",
          "ReduceMean",
          "ReduceMin",
          "Relu",
          "Reshape",
          "Shape",
          "Sigmoid",
          "Sqrt",
          "Sub",
          "Tanh",
          "Transpose",
          "Where");

  /** Operators whose first output has the element type of their first input. */
  static final Set<String> KEEPS_TYPE =
      Set.of(
          "Abs",
          "Add",
          "AveragePool",
          "BatchNormalization",
          "Ceil",
          "Clip",
          "Concat",
          "Conv",
          "ConvTranspose",
          "DepthToSpace",
          "Div",
          "Dropout",
          "Elu",
          "Erf",
          "Exp",
          "Expand",
          "Flatten",
          "Floor",
          "Gather",
          "Gelu",
          "Gemm",
          "GlobalAveragePool",
          "GlobalMaxPool",
          "HardSigmoid",
          "HardSwish",
          "Identity",
          "InstanceNormalization",
          "LRN",
          "LSTM",
          "LayerNormalization",
          "LeakyRelu",
          "Log",
          "LogSoftmax",
          "MatMul",
          "Max",
          "MaxPool",
          "Min",
          "Mul",
          "Neg",
          "PRelu",
          "Pad",
          "Pow",
          "ReduceMax",
          "ReduceMean",
          "ReduceMin",
          "ReduceSum",
          "Relu",
          "Reshape",
          "Resize",
          "Selu",
          "Sigmoid",
          "Slice",
          "Softmax",
          "Softplus",
          "Softsign",
          "SpaceToDepth",
          "Split",
          "Sqrt",
          "Squeeze",
          "Sub",
          "Sum",
          "Tanh",
          "Tile",
          "Transpose",
          "Unsqueeze");

  private Operators() {}

  static boolean isDefaultDomain(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  /** Version of the default operator set; 0 when the model imports none. */
  public static long opset(ModelProto model) {
    return model.getOpsetImportList().stream()
        .filter(entry -> isDefaultDomain(entry.getDomain()))
        .mapToLong(OperatorSetIdProto::getVersion)
        .findFirst()
        .orElse(0);
  }
}
