package dev.mintmark.quantizer.prepare;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.mintmark.quantizer.model.Operators;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A graph while it is being prepared: constants are hoisted already. */
final class Draft {
  private final Map<String, TensorProto> initializers = new LinkedHashMap<>();
  private final List<ValueInfoProto> inputs;
  private final List<ValueInfoProto> outputs;
  private final Set<String> captured;
  private final Set<String> kept = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private List<NodeProto> nodes = new ArrayList<>();
  private long opset;
  private boolean changed;
  private int next;

  Draft(ModelProto model, Set<String> captured) {
    GraphProto graph = model.getGraph();
    this.captured = captured;
    this.opset = Operators.opset(model);
    graph.getInitializerList().forEach(tensor -> initializers.put(tensor.getName(), tensor));
    for (NodeProto node : graph.getNodeList()) {
      if (isTensorConstant(node) && !captured.contains(node.getOutput(0))) {
        initializers.put(node.getOutput(0), node.getAttribute(0).getT());
      } else {
        nodes.add(node);
      }
    }
    this.inputs =
        graph.getInputList().stream()
            .filter(input -> !initializers.containsKey(input.getName()))
            .toList();
    this.outputs = graph.getOutputList();
    kept.addAll(captured);
    outputs.forEach(output -> kept.add(output.getName()));
    names.addAll(kept);
    names.addAll(initializers.keySet());
    inputs.forEach(input -> names.add(input.getName()));
    nodes.forEach(node -> names.addAll(node.getOutputList()));
  }

  private static boolean isTensorConstant(NodeProto node) {
    return node.getOpType().equals("Constant")
        && node.getAttributeCount() == 1
        && node.getAttribute(0).getType() == AttributeProto.AttributeType.TENSOR
        && node.getOutputCount() == 1;
  }

  long opset() {
    return opset;
  }

  /** Sets the operator set's number. */
  void raise(long version) {
    opset = version;
  }

  List<NodeProto> nodes() {
    return nodes;
  }

  /** Puts other nodes in the place of all. */
  void replace(List<NodeProto> others) {
    if (!others.equals(nodes)) {
      changed = true;
      nodes = new ArrayList<>(others);
    }
  }

  Optional<TensorProto> constant(String tensor) {
    return Optional.ofNullable(initializers.get(tensor));
  }

  /** Stores a constant under a name that is free or belongs to a node that goes. */
  void store(String name, TensorProto tensor) {
    changed = true;
    names.add(name);
    initializers.put(name, tensor.toBuilder().setName(name).build());
  }

  /** A name that nothing has. */
  String fresh() {
    String name;
    do {
      name = "prepared." + next++;
    } while (!names.add(name));
    return name;
  }

  /** Whether a tensor's name must stay: an output, or one that a subgraph may read. */
  boolean isKept(String tensor) {
    return kept.contains(tensor);
  }

  boolean hasSubgraphs() {
    return nodes.stream()
        .anyMatch(node -> node.getAttributeList().stream().anyMatch(AttributeProto::hasG));
  }

  /** How many operands each tensor is. */
  Map<String, Integer> readers() {
    Map<String, Integer> readers = new HashMap<>();
    nodes.forEach(
        node -> node.getInputList().forEach(input -> readers.merge(input, 1, Integer::sum)));
    return readers;
  }

  PreparedGraph finish() {
    return new PreparedGraph(opset, nodes, initializers, inputs, outputs, captured, changed);
  }
}
