package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.NodeProto;

/** What quantization does with an operator. */
enum Role {
  /** Has a stored weight: Conv, Gemm, MatMul. */
  WEIGHTED,
  /** Computes new values from its operands. */
  COMPUTED,
  /** Hands its first operand's values on, so that its output has the same scale. */
  SHARED,
  /** Stays in float. */
  FLOAT;

  static Role of(NodeProto node) {
    return switch (node.getOpType()) {
      case "Conv", "Gemm", "MatMul" -> WEIGHTED;
      case "Add",
          "Mul",
          "Concat",
          "AveragePool",
          "GlobalAveragePool",
          "Relu",
          "LeakyRelu",
          "Sigmoid" ->
          COMPUTED;
      case "MaxPool", "Reshape", "Transpose", "Flatten", "Squeeze", "Unsqueeze" ->
          node.getOutputCount() == 1 ? SHARED : FLOAT;
      default -> FLOAT;
    };
  }
}
