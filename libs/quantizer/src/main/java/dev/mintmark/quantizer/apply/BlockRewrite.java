package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.mintmark.quantizer.model.Attributes;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.prepare.PreparedGraph;
import dev.mintmark.quantizer.scheme.Scheme;
import java.util.List;
import java.util.Optional;

/** Writes a graph whose stored matrices are kept in blocks of integers. */
final class BlockRewrite {
  private final PreparedGraph graph;
  private final GraphWriter writer;
  private final Scheme.Blocks scheme;
  private int quantized;

  private BlockRewrite(OnnxModel model, Scheme.Blocks scheme) {
    this.graph = PreparedGraph.of(model);
    this.writer = new GraphWriter(graph);
    this.scheme = scheme;
  }

  static QuantizedModel apply(OnnxModel model, Scheme.Blocks scheme) {
    BlockRewrite rewrite = new BlockRewrite(model, scheme);
    rewrite.graph.nodes().forEach(rewrite::write);
    Unchanged.refuse(rewrite.quantized, scheme, "MatMul or Gemm");
    byte[] bytes = rewrite.writer.finish(model, ProducerVersion.of(scheme, rewrite.graph));
    return new QuantizedModel(bytes, rewrite.quantized);
  }

  private void write(NodeProto node) {
    Optional<Products.Product> product = Products.of(node, graph);
    if (product.isEmpty()) {
      writer.copy(
          node,
          node.getInputList().stream().map(writer::name).toList(),
          node.getOutputList().stream().map(writer::name).toList());
      return;
    }
    quantized++;
    Products.Product matrix = product.get();
    WeightBlocks blocks = WeightBlocks.of(matrix.values(), scheme.bits(), scheme.size());
    String output = writer.name(node.getOutput(0));
    String sums = matrix.bias().isPresent() ? writer.fresh() : output;
    writer.addContributed(
        "MatMulNBits",
        List.of(
            writer.name(node.getInput(0)),
            writer.store(blocks.integers()),
            writer.store(blocks.scales())),
        sums,
        Attributes.of("K", matrix.rows()),
        Attributes.of("N", matrix.columns()),
        Attributes.of("bits", scheme.bits()),
        Attributes.of("block_size", scheme.size()));
    matrix
        .bias()
        .ifPresent(bias -> writer.add("Add", List.of(sums, writer.name(bias)), List.of(output)));
  }
}
