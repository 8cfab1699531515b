package dev.mintmark.quantizer.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's graph, made ready to be rewritten: at operator set 13 or newer, with every constant
 * among the initializers. Tensor names are still those of the model.
 *
 * @param opset version of the default operator set, 13 or more
 * @param nodes in topological order
 * @param initializers by name, in the model's order
 * @param inputs without initializers
 */
public record PreparedGraph(
    long opset,
    List<NodeProto> nodes,
    Map<String, TensorProto> initializers,
    List<ValueInfoProto> inputs,
    List<ValueInfoProto> outputs) {
  public PreparedGraph {
    nodes = List.copyOf(nodes);
    initializers = Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * Prepares a model.
   *
   * @throws QuantizerException {@code QNT-003} when the operator set has to be raised and an
   *     operator's meaning changed on the way
   */
  public static PreparedGraph of(OnnxModel model) {
    ModelProto proto = model.proto();
    GraphProto graph = proto.getGraph();
    Map<String, TensorProto> initializers = new LinkedHashMap<>();
    graph.getInitializerList().forEach(tensor -> initializers.put(tensor.getName(), tensor));
    List<NodeProto> nodes = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      if (isTensorConstant(node)) {
        initializers.put(node.getOutput(0), node.getAttribute(0).getT());
      } else {
        nodes.add(node);
      }
    }
    long opset = Math.max(Operators.opset(proto), Operators.PER_CHANNEL_OPSET);
    if (opset != Operators.opset(proto)) {
      checkRaise(Operators.opset(proto), nodes);
    }
    List<ValueInfoProto> inputs =
        graph.getInputList().stream()
            .filter(input -> !initializers.containsKey(input.getName()))
            .toList();
    return new PreparedGraph(opset, nodes, initializers, inputs, graph.getOutputList());
  }

  private static boolean isTensorConstant(NodeProto node) {
    return node.getOpType().equals("Constant")
        && node.getAttributeCount() == 1
        && node.getAttribute(0).getType() == AttributeProto.AttributeType.TENSOR
        && node.getOutputCount() == 1;
  }

  private static void checkRaise(long from, List<NodeProto> nodes) {
    for (int i = 0; i < nodes.size(); i++) {
      String type = nodes.get(i).getOpType();
      if (!Operators.SAME_FROM_11_TO_13.contains(type)) {
        throw new QuantizerException(
            RefusalCode.UNSUPPORTED_OPERATOR,
            "node " + i + " (" + type + ")",
            "is not known to mean the same in operator set " + from + " and 13",
            "export the model with operator set 13 or newer");
      }
    }
  }

  public boolean isOutput(String tensor) {
    return outputs.stream().anyMatch(output -> output.getName().equals(tensor));
  }
}
