package dev.mintmark.quantizer.observe;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.mintmark.quantizer.model.Attributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A model with other outputs: inner tensors, or their sizes. */
public final class Observation {
  private static final String SIZE = "mintmark.size.";

  private Observation() {}

  /** The model with these tensors as its outputs, and only the nodes that make them. */
  public static byte[] of(ModelProto model, Collection<String> tensors) {
    GraphProto graph = model.getGraph();
    GraphProto.Builder observed = graph.toBuilder().clearOutput().clearNode();
    observed.addAllNode(needed(graph, tensors));
    tensors.forEach(name -> observed.addOutput(floatValue(name)));
    return bytes(model, observed);
  }

  /** The model whose outputs are the numbers of elements of these tensors, as floats. */
  static byte[] sizes(ModelProto model, Collection<String> tensors) {
    GraphProto.Builder graph = model.getGraph().toBuilder().clearOutput();
    for (String tensor : tensors) {
      String count = SIZE + "count." + tensor;
      graph.addNode(NodeProto.newBuilder().setOpType("Size").addInput(tensor).addOutput(count));
      graph.addNode(
          NodeProto.newBuilder()
              .setOpType("Cast")
              .addInput(count)
              .addOutput(SIZE + tensor)
              .addAttribute(Attributes.of("to", DataType.FLOAT_VALUE)));
      graph.addOutput(floatValue(SIZE + tensor));
    }
    return bytes(model, graph);
  }

  /** The output of {@link #sizes} for a tensor. */
  static String sizeOf(String tensor) {
    return SIZE + tensor;
  }

  private static byte[] bytes(ModelProto model, GraphProto.Builder graph) {
    return model.toBuilder().setGraph(graph).build().toByteArray();
  }

  private static List<NodeProto> needed(GraphProto graph, Collection<String> tensors) {
    boolean[] needed = new boolean[graph.getNodeCount()];
    Set<String> wanted = new HashSet<>(tensors);
    for (int i = graph.getNodeCount() - 1; i >= 0; i--) {
      NodeProto node = graph.getNode(i);
      // What a subgraph reads from outside is not told by its node: all before it stays.
      boolean opaque = node.getAttributeList().stream().anyMatch(a -> a.hasG());
      if (node.getOutputList().stream().anyMatch(wanted::contains)) {
        needed[i] = true;
        wanted.addAll(node.getInputList());
        if (opaque) {
          for (NodeProto before : graph.getNodeList().subList(0, i)) {
            wanted.addAll(before.getOutputList());
          }
        }
      }
    }
    List<NodeProto> nodes = new ArrayList<>();
    for (int i = 0; i < needed.length; i++) {
      if (needed[i]) {
        nodes.add(graph.getNode(i));
      }
    }
    return Collections.unmodifiableList(nodes);
  }

  private static ValueInfoProto floatValue(String name) {
    TypeProto.Tensor type = TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT_VALUE).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}
