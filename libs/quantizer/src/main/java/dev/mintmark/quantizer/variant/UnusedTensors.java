package dev.mintmark.quantizer.variant;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Drops stored tensors that no node reads any more: a file would carry the old weights too. */
final class UnusedTensors {
  private UnusedTensors() {}

  static void drop(GraphProto.Builder graph) {
    Set<String> read = new HashSet<>();
    graph.getNodeList().forEach(node -> read.addAll(node.getInputList()));
    graph.getOutputList().forEach(output -> read.add(output.getName()));
    Set<String> dropped = new HashSet<>();
    graph.getInitializerList().stream()
        .map(TensorProto::getName)
        .filter(name -> !read.contains(name))
        .forEach(dropped::add);
    List<TensorProto> kept =
        graph.getInitializerList().stream().filter(t -> read.contains(t.getName())).toList();
    List<NodeProto> nodes =
        graph.getNodeList().stream().filter(node -> !isUnusedConstant(node, read)).toList();
    // Old files list every initializer among the inputs as well.
    List<ValueInfoProto> inputs =
        graph.getInputList().stream().filter(in -> !dropped.contains(in.getName())).toList();
    graph.clearInitializer().addAllInitializer(kept);
    graph.clearNode().addAllNode(nodes);
    graph.clearInput().addAllInput(inputs);
  }

  private static boolean isUnusedConstant(NodeProto node, Set<String> read) {
    return node.getOpType().equals("Constant") && !read.contains(node.getOutput(0));
  }
}
