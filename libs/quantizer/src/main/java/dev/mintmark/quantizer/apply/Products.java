package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.mintmark.quantizer.model.Attributes;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.prepare.PreparedGraph;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.Optional;

/** MatMul and Gemm as a product with a stored matrix, and a sum. */
final class Products {
  private Products() {}

  /**
   * A stored matrix that something is multiplied with from the left.
   *
   * @param values rows are summed over, columns are the channels; Gemm's alpha is in them
   * @param bias name of what is added; empty when nothing is, or Gemm's beta is not 1
   */
  record Product(Tensor values, Optional<String> bias) {
    int rows() {
      return (int) values.shape()[0];
    }

    int columns() {
      return (int) values.shape()[1];
    }
  }

  /** Empty for a node of another form. */
  static Optional<Product> of(NodeProto node, PreparedGraph graph) {
    boolean gemm = node.getOpType().equals("Gemm");
    boolean usable =
        (gemm && Attributes.number(node, "transA", 0) == 0) || node.getOpType().equals("MatMul");
    if (!usable || node.getInputCount() < 2 || graph.initializers().containsKey(node.getInput(0))) {
      return Optional.empty();
    }
    TensorProto stored = graph.initializers().get(node.getInput(1));
    boolean summed = node.getInputCount() > 2 && !node.getInput(2).isEmpty();
    if (stored == null
        || stored.getDataType() != TensorProto.DataType.FLOAT_VALUE
        || stored.getDimsCount() != 2
        || stored.getDimsList().contains(0L)
        || (summed && Attributes.number(node, "beta", 1) != 1)) {
      return Optional.empty();
    }
    Tensor matrix = Initializers.floats(stored);
    boolean transposed = gemm && Attributes.number(node, "transB", 0) != 0;
    Tensor values = transposed ? transposed(matrix) : matrix;
    float alpha = gemm ? Attributes.number(node, "alpha", 1) : 1;
    for (int i = 0; alpha != 1 && i < values.values().length; i++) {
      values.values()[i] *= alpha;
    }
    return Optional.of(
        new Product(values, summed ? Optional.of(node.getInput(2)) : Optional.empty()));
  }

  private static Tensor transposed(Tensor matrix) {
    int rows = (int) matrix.shape()[0];
    int columns = (int) matrix.shape()[1];
    float[] values = new float[matrix.values().length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        values[column * rows + row] = matrix.values()[row * columns + column];
      }
    }
    return Tensor.of(new long[] {columns, rows}, values);
  }
}
