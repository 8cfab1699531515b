package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.quantizer.model.Attributes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a node has its weight and bias.
 *
 * @param weight name of the weight's initializer
 * @param axis of the weight, along which its output channels lie
 * @param weightFactor what the weight is multiplied with before it is quantized: Gemm's alpha
 * @param bias name of the bias's initializer; empty when the node has none
 * @param biasFactor Gemm's beta
 */
record WeightSlot(
    String weight, int axis, float weightFactor, Optional<String> bias, float biasFactor) {
  private static final Set<String> FACTORS = Set.of("alpha", "beta");
  private static final int WEIGHT = 1;
  private static final int BIAS = 2;

  /** Empty for a node that has no stored float weight, or one whose form is not known here. */
  static Optional<WeightSlot> of(NodeProto node, Map<String, TensorProto> initializers) {
    int axis = axis(node);
    Optional<TensorProto> weight = floats(node, WEIGHT, initializers);
    if (axis < 0 || weight.isEmpty() || !isUsable(node, axis, weight.get())) {
      return Optional.empty();
    }
    WeightSlot slot =
        new WeightSlot(
            node.getInput(WEIGHT),
            axis,
            Attributes.number(node, "alpha", 1),
            Optional.empty(),
            Attributes.number(node, "beta", 1));
    if (node.getInputCount() <= BIAS || node.getInput(BIAS).isEmpty()) {
      return Optional.of(slot);
    }
    long channels = weight.get().getDims(axis) * groups(node);
    return floats(node, BIAS, initializers)
        .filter(bias -> bias.getDimsCount() == 1 && bias.getDims(0) == channels)
        .map(bias -> slot.with(node.getInput(BIAS)));
  }

  private WeightSlot with(String name) {
    return new WeightSlot(weight, axis, weightFactor, Optional.of(name), biasFactor);
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

  /** How many times a weight's output channels are repeated along the bias. */
  private static long groups(NodeProto node) {
    return node.getOpType().equals("ConvTranspose")
        ? (long) Attributes.number(node, "group", 1)
        : 1;
  }

  private static int axis(NodeProto node) {
    return switch (node.getOpType()) {
      case "Conv" -> 0;
      case "ConvTranspose", "MatMul" -> 1;
      case "Gemm" -> Attributes.number(node, "transB", 0) == 0 ? 1 : 0;
      default -> -1;
    };
  }

  /** The node less Gemm's factors, when they are in the stored values. */
  static NodeProto withoutAbsorbed(NodeProto node) {
    if (!node.getOpType().equals("Gemm")) {
      return node;
    }
    return node.toBuilder()
        .clearAttribute()
        .addAllAttribute(
            node.getAttributeList().stream().filter(a -> !FACTORS.contains(a.getName())).toList())
        .build();
  }
}
