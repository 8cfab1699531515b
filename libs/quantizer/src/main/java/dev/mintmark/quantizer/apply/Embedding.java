package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.prepare.PreparedGraph;
import dev.mintmark.quantizer.scheme.Weights;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.List;
import java.util.Objects;

/** Gather from a stored table of floats: rows are read as int8, with one scale for the table. */
final class Embedding {
  /** A smaller table is a constant of the arithmetic, not a weight. */
  private static final int LEAST_VALUES = 256;

  private Embedding() {}

  static boolean is(NodeProto node, PreparedGraph graph) {
    TensorProto table =
        node.getOpType().equals("Gather") ? graph.initializers().get(node.getInput(0)) : null;
    return table != null
        && table.getDataType() == DataType.FLOAT_VALUE
        && Tensor.elements(Initializers.shape(table)) >= LEAST_VALUES;
  }

  static void write(NodeProto node, PreparedGraph graph, GraphWriter writer) {
    TensorProto table = Objects.requireNonNull(graph.initializers().get(node.getInput(0)));
    Tensor values = Initializers.floats(table);
    QuantizedWeight weight = QuantizedWeight.of(values, 0, Weights.of(false), null, 1);
    String rows = writer.fresh();
    String stored =
        writer.store(Initializers.ofBytes(DataType.INT8, values.shape(), weight.values()));
    writer.copy(node, List.of(stored, writer.name(node.getInput(1))), List.of(rows));
    String scale = writer.store(Initializers.ofFloats(new long[0], weight.scales()));
    writer.add("DequantizeLinear", List.of(rows, scale), List.of(writer.name(node.getOutput(0))));
  }
}
