package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.mintmark.quantizer.model.Attributes;
import dev.mintmark.quantizer.prepare.PreparedGraph;
import java.util.Set;

/** Nodes that the first producer version left in float, or did not take at all. */
final class NewForms {
  private static final Set<String> OPERATORS =
      Set.of("ConvTranspose", "Gather", "Slice", "Resize", "DepthToSpace", "SpaceToDepth", "Split");

  private NewForms() {}

  static boolean anyIn(PreparedGraph graph) {
    return !graph.captured().isEmpty()
        || graph.nodes().stream().anyMatch(node -> isNew(node, graph));
  }

  private static boolean isNew(NodeProto node, PreparedGraph graph) {
    return OPERATORS.contains(node.getOpType())
        || (node.getOpType().equals("Gemm") && !isPlain(node))
        || (node.getOpType().equals("MatMul")
            && node.getInputList().stream().noneMatch(graph.initializers()::containsKey));
  }

  private static boolean isPlain(NodeProto node) {
    return Attributes.number(node, "alpha", 1) == 1
        && Attributes.number(node, "beta", 1) == 1
        && Attributes.number(node, "transA", 0) == 0;
  }
}
