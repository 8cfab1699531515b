package dev.mintmark.quantizer.variant;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.util.HashSet;
import java.util.Set;

/** Names of tensors that a graph does not have: {@code slower.0}, {@code slower.1}, … */
final class FreshNames {
  private final Set<String> taken = new HashSet<>();
  private int next;

  FreshNames(GraphProto graph) {
    graph.getInitializerList().forEach(tensor -> taken.add(tensor.getName()));
    graph.getInputList().forEach(input -> taken.add(input.getName()));
    graph.getNodeList().forEach(node -> taken.addAll(node.getOutputList()));
  }

  String next() {
    String name;
    do {
      name = "slower." + next++;
    } while (taken.contains(name));
    return name;
  }
}
