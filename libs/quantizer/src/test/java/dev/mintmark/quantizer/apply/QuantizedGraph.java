package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;

/** A look into a quantized model. */
record QuantizedGraph(ModelProto model) {
  static QuantizedGraph of(QuantizedModel quantized) {
    try {
      return new QuantizedGraph(ModelProto.parseFrom(quantized.bytes()));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  GraphProto proto() {
    return model.getGraph();
  }

  List<NodeProto> nodes(String operator) {
    return proto().getNodeList().stream().filter(n -> n.getOpType().equals(operator)).toList();
  }

  NodeProto producer(String tensor) {
    return proto().getNodeList().stream()
        .filter(node -> node.getOutputList().contains(tensor))
        .findFirst()
        .orElseThrow();
  }

  NodeProto reader(String tensor) {
    return proto().getNodeList().stream()
        .filter(node -> node.getInputList().contains(tensor))
        .findFirst()
        .orElseThrow();
  }

  TensorProto initializer(String name) {
    return proto().getInitializerList().stream()
        .filter(tensor -> tensor.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
