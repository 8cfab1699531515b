package dev.mintmark.quantizer.prepare;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Removes Identity and Dropout, which hand their operand on when a model is not trained. */
final class PassThrough {
  private PassThrough() {}

  static void remove(Draft draft) {
    Map<String, Integer> readers = draft.readers();
    Map<String, String> sources = new HashMap<>();
    List<NodeProto> left = new ArrayList<>();
    for (NodeProto node : draft.nodes()) {
      NodeProto rewired = rewired(node, sources);
      if (!handsOn(rewired, draft, readers)) {
        left.add(rewired);
      } else if (draft.isKept(node.getOutput(0))) {
        left.add(identity(rewired));
      } else {
        sources.put(node.getOutput(0), rewired.getInput(0));
      }
    }
    draft.replace(left);
  }

  private static boolean handsOn(NodeProto node, Draft draft, Map<String, Integer> readers) {
    return switch (node.getOpType()) {
      case "Identity" -> true;
      case "Dropout" -> {
        boolean trains = node.getInputCount() > 2 && !node.getInput(2).isEmpty();
        boolean masks =
            node.getOutputCount() > 1
                && (readers.containsKey(node.getOutput(1)) || draft.isKept(node.getOutput(1)));
        yield !trains && !masks;
      }
      default -> false;
    };
  }

  private static NodeProto identity(NodeProto node) {
    return node.getOpType().equals("Identity")
        ? node
        : NodeProto.newBuilder()
            .setOpType("Identity")
            .setName(node.getName())
            .addInput(node.getInput(0))
            .addOutput(node.getOutput(0))
            .build();
  }

  private static NodeProto rewired(NodeProto node, Map<String, String> sources) {
    if (node.getInputList().stream().noneMatch(sources::containsKey)) {
      return node;
    }
    return node.toBuilder()
        .clearInput()
        .addAllInput(
            node.getInputList().stream().map(name -> sources.getOrDefault(name, name)).toList())
        .build();
  }
}
