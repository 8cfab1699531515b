package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.mintmark.quantizer.model.Attributes;
import java.util.Set;

/** What quantization does with an operator. */
enum Role {
  /** Has a stored weight: Conv, ConvTranspose, Gemm, MatMul. */
  WEIGHTED,
  /** Computes new values from its operands. */
  COMPUTED,
  /** Hands its first operand's values on, so that its output has the same scale. */
  SHARED,
  /** Stays in float. */
  FLOAT;

  private static final Set<String> BETWEEN_NEIGHBOURS = Set.of("nearest", "linear");

  static Role of(NodeProto node) {
    return switch (node.getOpType()) {
      case "Conv", "ConvTranspose", "Gemm", "MatMul" -> WEIGHTED;
      case "Add",
          "Mul",
          "Concat",
          "AveragePool",
          "GlobalAveragePool",
          "Relu",
          "LeakyRelu",
          "Sigmoid" ->
          COMPUTED;
      case "MaxPool",
          "Reshape",
          "Transpose",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Slice",
          "Gather",
          "DepthToSpace",
          "SpaceToDepth" ->
          node.getOutputCount() == 1 ? SHARED : FLOAT;
      case "Split" -> SHARED;
      case "Resize" -> BETWEEN_NEIGHBOURS.contains(mode(node)) ? SHARED : FLOAT;
      default -> FLOAT;
    };
  }

  private static String mode(NodeProto node) {
    return Attributes.text(node, "mode", "nearest");
  }
}
