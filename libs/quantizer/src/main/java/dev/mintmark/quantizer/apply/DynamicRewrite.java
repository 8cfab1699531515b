package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.quantizer.model.Attributes;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.prepare.PreparedGraph;
import dev.mintmark.quantizer.scheme.Scheme;
import dev.mintmark.quantizer.scheme.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a graph whose products with stored matrices are sums of integers: the other operand is
 * quantized while the model runs. Convolutions stay float: ConvInteger is slower than they are.
 */
final class DynamicRewrite {
  private final PreparedGraph graph;
  private final GraphWriter writer;
  private final Weights form;

  /** By operand: its integers, scale and zero point. */
  private final Map<String, List<String>> operands = new HashMap<>();

  private int quantized;

  private DynamicRewrite(OnnxModel model, Scheme.Dynamic scheme) {
    this.graph = PreparedGraph.of(model);
    this.writer = new GraphWriter(graph);
    this.form = Weights.of(scheme.perChannel());
  }

  static QuantizedModel apply(OnnxModel model, Scheme.Dynamic scheme) {
    DynamicRewrite rewrite = new DynamicRewrite(model, scheme);
    rewrite.graph.nodes().forEach(rewrite::write);
    Unchanged.refuse(rewrite.quantized, scheme, "MatMul, Gemm or Gather");
    byte[] bytes = rewrite.writer.finish(model, ProducerVersion.of(scheme, rewrite.graph));
    return new QuantizedModel(bytes, rewrite.quantized);
  }

  private void write(NodeProto node) {
    Optional<Products.Product> product = Products.of(node, graph);
    if (product.isPresent()) {
      quantized++;
      multiply(node, product.get());
    } else if (Embedding.is(node, graph)) {
      quantized++;
      Embedding.write(node, graph, writer);
    } else {
      writer.copy(
          node,
          node.getInputList().stream().map(writer::name).toList(),
          node.getOutputList().stream().map(writer::name).toList());
    }
  }

  private void multiply(NodeProto node, Products.Product product) {
    List<String> left = operands.computeIfAbsent(node.getInput(0), this::quantize);
    QuantizedWeight weight = QuantizedWeight.of(product.values(), 1, form, null, 1);
    String right =
        writer.store(
            Initializers.ofBytes(DataType.INT8, product.values().shape(), weight.values()));
    String sums = writer.add("MatMulInteger", List.of(left.get(0), right, left.get(2)));
    String floats = writer.add("Cast", List.of(sums), Attributes.of("to", DataType.FLOAT_VALUE));
    long[] shape = weight.scales().length == 1 ? new long[0] : new long[] {weight.scales().length};
    String scale =
        writer.add(
            "Mul",
            List.of(left.get(1), writer.store(Initializers.ofFloats(shape, weight.scales()))));
    String output = writer.name(node.getOutput(0));
    if (product.bias().isPresent()) {
      String scaled = writer.add("Mul", List.of(floats, scale));
      writer.add("Add", List.of(scaled, writer.name(product.bias().get())), List.of(output));
    } else {
      writer.add("Mul", List.of(floats, scale), List.of(output));
    }
  }

  private List<String> quantize(String operand) {
    List<String> outputs = new ArrayList<>(List.of(writer.fresh(), writer.fresh(), writer.fresh()));
    writer.add("DynamicQuantizeLinear", List.of(writer.name(operand)), outputs);
    return outputs;
  }
}
