package dev.mintmark.quantizer.prepare;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.quantizer.model.Attributes;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The result of a node on stored float32 tensors. */
final class FoldedNode {
  private FoldedNode() {}

  /** Empty for what is not computed here. */
  static Optional<TensorProto> of(NodeProto node, List<TensorProto> operands) {
    if (operands.getFirst().getDataType() != DataType.FLOAT_VALUE) {
      return Optional.empty();
    }
    return switch (node.getOpType()) {
      case "Add", "Sub", "Mul", "Div" -> arithmetic(node.getOpType(), operands);
      case "Transpose" -> transposed(node, Initializers.floats(operands.getFirst()));
      case "Unsqueeze" -> unsqueezed(operands);
      default -> Optional.empty();
    };
  }

  /** Of equal shapes, or with a scalar: broadcasting could make the result large. */
  private static Optional<TensorProto> arithmetic(String operator, List<TensorProto> operands) {
    if (operands.size() != 2 || operands.get(1).getDataType() != DataType.FLOAT_VALUE) {
      return Optional.empty();
    }
    Tensor left = Initializers.floats(operands.get(0));
    Tensor right = Initializers.floats(operands.get(1));
    boolean leftScalar = left.shape().length == 0;
    boolean rightScalar = right.shape().length == 0;
    if (!left.hasShapeOf(right) && !leftScalar && !rightScalar) {
      return Optional.empty();
    }
    Tensor shape = leftScalar ? right : left;
    float[] values = new float[shape.values().length];
    for (int i = 0; i < values.length; i++) {
      float a = left.values()[leftScalar ? 0 : i];
      float b = right.values()[rightScalar ? 0 : i];
      values[i] =
          switch (operator) {
            case "Add" -> a + b;
            case "Sub" -> a - b;
            case "Mul" -> a * b;
            default -> a / b;
          };
      if (!Float.isFinite(values[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(Initializers.ofFloats(shape.shape(), values));
  }

  private static Optional<TensorProto> transposed(NodeProto node, Tensor tensor) {
    int rank = tensor.shape().length;
    List<Long> given = Attributes.integers(node, "perm");
    int[] order =
        given.isEmpty()
            ? IntStream.range(0, rank).map(i -> rank - 1 - i).toArray()
            : given.stream().mapToInt(Long::intValue).toArray();
    boolean permutes =
        order.length == rank
            && IntStream.of(order)
                .sorted()
                .boxed()
                .toList()
                .equals(IntStream.range(0, rank).boxed().toList());
    return permutes
        ? Optional.of(
            Initializers.ofFloats(
                IntStream.of(order).mapToLong(axis -> tensor.shape()[axis]).toArray(),
                moved(tensor, order)))
        : Optional.empty();
  }

  private static float[] moved(Tensor tensor, int[] order) {
    long[] shape = tensor.shape();
    int[] strides = new int[shape.length];
    int step = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= (int) shape[axis];
    }
    float[] values = new float[tensor.values().length];
    int[] at = new int[shape.length];
    for (int i = 0; i < values.length; i++) {
      int from = 0;
      for (int axis = 0; axis < at.length; axis++) {
        from += at[axis] * strides[order[axis]];
      }
      values[i] = tensor.values()[from];
      for (int axis = at.length - 1; axis >= 0 && ++at[axis] == shape[order[axis]]; axis--) {
        at[axis] = 0;
      }
    }
    return values;
  }

  /** The axes are an operand since operator set 13. */
  private static Optional<TensorProto> unsqueezed(List<TensorProto> operands) {
    if (operands.size() != 2) {
      return Optional.empty();
    }
    Tensor tensor = Initializers.floats(operands.get(0));
    List<Long> axes = Initializers.longs(operands.get(1));
    int rank = tensor.shape().length + axes.size();
    List<Long> shape = new ArrayList<>();
    long[] old = tensor.shape();
    int next = 0;
    for (int axis = 0; axis < rank; axis++) {
      boolean added = axes.contains((long) axis) || axes.contains((long) axis - rank);
      if (!added && next == old.length) {
        return Optional.empty();
      }
      shape.add(added ? 1L : old[next++]);
    }
    return next != old.length
        ? Optional.empty()
        : Optional.of(
            Initializers.ofFloats(
                shape.stream().mapToLong(Long::longValue).toArray(), tensor.values()));
  }
}
