package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.mintmark.quantizer.prepare.PreparedGraph;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tensors that tell an operator what to do, not what to do it with: the scales of Resize, the
 * bounds of Clip, what Pad fills with, and whatever these are computed from. A rounded one would
 * change shapes or meaning.
 */
final class Steering {
  private static final Set<String> STEERED = Set.of("Resize", "Clip", "Pad", "Tile", "Expand");

  /** They tell a tensor's size without a look at its values. */
  private static final Set<String> SIZES = Set.of("Shape", "Size");

  private Steering() {}

  static Set<String> tensors(PreparedGraph graph) {
    return tensors(graph, STEERED);
  }

  /** Those that steer operators of some types. */
  static Set<String> tensors(PreparedGraph graph, Set<String> steered) {
    Set<String> steering = new HashSet<>();
    for (NodeProto node : graph.nodes().reversed()) {
      List<String> inputs = node.getInputList();
      if (node.getOutputList().stream().anyMatch(steering::contains)) {
        steering.addAll(SIZES.contains(node.getOpType()) ? List.of() : inputs);
      } else if (steered.contains(node.getOpType())) {
        steering.addAll(inputs.subList(1, inputs.size()));
      }
    }
    steering.remove("");
    return steering;
  }
}
