package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.prepare.PreparedGraph;
import dev.mintmark.quantizer.scheme.Scheme;
import dev.mintmark.quantizer.scheme.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a graph whose weights are int8 and whose arithmetic stays float. */
final class WeightOnlyRewrite {
  private WeightOnlyRewrite() {}

  static QuantizedModel apply(OnnxModel model, Scheme.WeightOnly config) {
    PreparedGraph graph = PreparedGraph.of(model);
    GraphWriter writer = new GraphWriter(graph);
    WeightWriter weights = new WeightWriter(graph, writer, Weights.of(config.perChannel()));
    int quantized = 0;
    for (NodeProto node : graph.nodes()) {
      Optional<WeightSlot> slot = WeightSlot.of(node, graph.initializers());
      List<String> operands = new ArrayList<>();
      if (slot.isPresent()) {
        operands.add(writer.name(node.getInput(0)));
        operands.addAll(weights.weightOnly(slot.get()));
        quantized++;
      } else {
        node.getInputList().forEach(input -> operands.add(writer.name(input)));
      }
      List<String> outputs = node.getOutputList().stream().map(writer::name).toList();
      writer.copy(slot.isPresent() ? WeightSlot.withoutAbsorbed(node) : node, operands, outputs);
    }
    return new QuantizedModel(writer.finish(model, ProducerVersion.of(config, graph)), quantized);
  }
}
