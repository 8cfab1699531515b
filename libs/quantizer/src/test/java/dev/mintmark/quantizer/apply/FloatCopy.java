package dev.mintmark.quantizer.apply;

import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.prepare.PreparedGraph;

/** A model prepared and written again without anything quantized. */
public final class FloatCopy {
  private FloatCopy() {}

  public static byte[] of(OnnxModel model) {
    PreparedGraph graph = PreparedGraph.of(model);
    GraphWriter writer = new GraphWriter(graph);
    graph
        .nodes()
        .forEach(node ->
            writer.copy(
                node,
                node.getInputList().stream().map(writer::name).toList(),
                node.getOutputList().stream().map(writer::name).toList()));
    return writer.finish(model, "float");
  }
}
