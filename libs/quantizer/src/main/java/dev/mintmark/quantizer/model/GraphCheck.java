package dev.mintmark.quantizer.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import java.util.HashSet;
import java.util.Set;

/**
 * Refuses a graph that is not in single-assignment form and in topological order, as the ONNX
 * specification asks: each name is set once, before it is used.
 */
final class GraphCheck {
  private final Set<String> defined = new HashSet<>();
  private final Set<String> computed = new HashSet<>();

  private GraphCheck() {}

  static void check(GraphProto graph) {
    new GraphCheck().checkAll(graph);
  }

  private void checkAll(GraphProto graph) {
    Set<String> initializers = new HashSet<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      define("initializer", tensor.getName());
      initializers.add(tensor.getName());
    }
    for (ValueInfoProto input : graph.getInputList()) {
      checkTensor("input", input);
      if (!initializers.remove(input.getName())) {
        define("input", input.getName());
      }
    }
    for (int i = 0; i < graph.getNodeCount(); i++) {
      checkNode(i, graph.getNode(i));
    }
    checkOutputs(graph);
  }

  /** A graph inside of a node sees what is defined around it, and nothing sees inside. */
  private static void checkInner(GraphProto graph, Set<String> around) {
    GraphCheck inner = new GraphCheck();
    inner.defined.addAll(around);
    graph.getInitializerList().forEach(tensor -> inner.define("initializer", tensor.getName()));
    graph.getInputList().forEach(input -> inner.define("input", input.getName()));
    for (int i = 0; i < graph.getNodeCount(); i++) {
      inner.checkNode(i, graph.getNode(i));
    }
    for (ValueInfoProto output : graph.getOutputList()) {
      if (!inner.defined.contains(output.getName())) {
        throw malformed("output '" + output.getName() + "' of a subgraph", "is made by no node");
      }
    }
  }

  private void checkNode(int index, NodeProto node) {
    String subject = "node " + index + " (" + node.getOpType() + ")";
    Arity.check(subject, node);
    if (node.getOutputCount() == 0) {
      throw malformed(subject, "has no output");
    }
    for (String input : node.getInputList()) {
      if (!input.isEmpty() && !defined.contains(input)) {
        throw malformed(subject, "reads '" + input + "', which nothing before it makes");
      }
    }
    Subgraphs.of(node).forEach(graph -> checkInner(graph, defined));
    for (String output : node.getOutputList()) {
      if (!output.isEmpty()) {
        define(subject + " output", output);
        computed.add(output);
      }
    }
  }

  private void checkOutputs(GraphProto graph) {
    if (graph.getOutputCount() == 0) {
      throw malformed("model", "has no output");
    }
    Set<String> seen = new HashSet<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      checkTensor("output", output);
      if (!computed.contains(output.getName()) || !seen.add(output.getName())) {
        throw malformed(
            "output '" + output.getName() + "'", "is made by no node or is listed twice");
      }
    }
  }

  private static void checkTensor(String what, ValueInfoProto value) {
    if (!value.getType().hasTensorType()) {
      throw new QuantizerException(
          RefusalCode.UNSUPPORTED_SIGNATURE,
          what + " '" + value.getName() + "'",
          "is not a dense tensor",
          "export the model with plain tensors as inputs and outputs");
    }
  }

  private void define(String what, String name) {
    if (name.isEmpty() || name.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw malformed(what, "has a name that is empty or holds control characters");
    }
    if (!defined.add(name)) {
      throw malformed(what + " '" + name + "'", "is set twice");
    }
  }

  private static QuantizerException malformed(String subject, String found) {
    return new QuantizerException(
        RefusalCode.MALFORMED_GRAPH, subject, found, "export the model again");
  }
}
