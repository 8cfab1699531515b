package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Map;
import java.util.Optional;

/**
 * Where a node has its weight and bias.
 *
 * @param weight name of the weight's initializer
 * @param axis of the weight, along which its output channels lie
 * @param bias name of the bias's initializer; empty when the node has none
 */
record WeightSlot(String weight, int axis, Optional<String> bias) {
  private static final int WEIGHT = 1;
  private static final int BIAS = 2;

  /** Empty for a node that has no stored float weight, or one whose form is not known here. */
  static Optional<WeightSlot> of(NodeProto node, Map<String, TensorProto> initializers) {
    int axis = axis(node);
    Optional<TensorProto> weight = floats(node, WEIGHT, initializers);
    if (axis < 0 || weight.isEmpty() || !isUsable(node, axis, weight.get())) {
      return Optional.empty();
    }
    if (node.getInputCount() <= BIAS || node.getInput(BIAS).isEmpty()) {
      return Optional.of(new WeightSlot(node.getInput(WEIGHT), axis, Optional.empty()));
    }
    long channels = weight.get().getDims(axis);
    return floats(node, BIAS, initializers)
        .filter(bias -> bias.getDimsCount() == 1 && bias.getDims(0) == channels)
        .map(b -> new WeightSlot(node.getInput(WEIGHT), axis, Optional.of(node.getInput(BIAS))));
  }

  private static boolean isUsable(NodeProto node, int axis, TensorProto weight) {
    boolean flat = !node.getOpType().equals("MatMul") || weight.getDimsCount() == 2;
    return flat && weight.getDimsCount() > axis && !weight.getDimsList().contains(0L);
  }

  private static Optional<TensorProto> floats(
      NodeProto node, int index, Map<String, TensorProto> initializers) {
    return node.getInputCount() <= index
        ? Optional.empty()
        : Optional.ofNullable(initializers.get(node.getInput(index)))
            .filter(tensor -> tensor.getDataType() == DataType.FLOAT_VALUE);
  }

  private static int axis(NodeProto node) {
    return switch (node.getOpType()) {
      case "Conv" -> 0;
      case "MatMul" -> 1;
      case "Gemm" -> {
        boolean plain =
            number(node, "alpha", 1) == 1
                && number(node, "beta", 1) == 1
                && number(node, "transA", 0) == 0;
        yield plain ? (number(node, "transB", 0) == 0 ? 1 : 0) : -1;
      }
      default -> -1;
    };
  }

  private static float number(NodeProto node, String name, float otherwise) {
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.getName().equals(name)) {
        return attribute.hasF() ? attribute.getF() : attribute.getI();
      }
    }
    return otherwise;
  }
}
