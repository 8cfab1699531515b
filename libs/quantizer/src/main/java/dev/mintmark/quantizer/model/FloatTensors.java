package dev.mintmark.quantizer.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Which tensors that a model computes are float32. A tensor whose type cannot be told is left out:
 * it stays as it is.
 */
public final class FloatTensors {
  private final Map<String, Integer> types = new HashMap<>();
  private final SequencedSet<String> computed = new LinkedHashSet<>();

  private FloatTensors() {}

  /**
   * Float inputs and float results of nodes, in graph order; without initializers and constants.
   */
  public static SequencedSet<String> of(OnnxModel model) {
    FloatTensors tensors = new FloatTensors();
    tensors.infer(model.proto().getGraph());
    return tensors.computed;
  }

  private void infer(GraphProto graph) {
    graph.getValueInfoList().forEach(this::declare);
    graph.getOutputList().forEach(this::declare);
    Set<String> initializers = new HashSet<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      types.put(tensor.getName(), tensor.getDataType());
      initializers.add(tensor.getName());
    }
    for (ValueInfoProto input : graph.getInputList()) {
      if (!initializers.contains(input.getName())) {
        declare(input);
        collect(input.getName());
      }
    }
    for (NodeProto node : graph.getNodeList()) {
      inferOutput(node);
    }
  }

  private void declare(ValueInfoProto value) {
    types.put(value.getName(), value.getType().getTensorType().getElemType());
  }

  private void inferOutput(NodeProto node) {
    if (node.getOutputCount() == 0 || node.getOutput(0).isEmpty()) {
      return;
    }
    String output = node.getOutput(0);
    int type = type(node);
    if (type != 0) {
      types.put(output, type);
    }
    if (!node.getOpType().equals("Constant")) {
      collect(output);
    }
  }

  private void collect(String tensor) {
    if (types.getOrDefault(tensor, 0) == DataType.FLOAT_VALUE) {
      computed.add(tensor);
    }
  }

  private int type(NodeProto node) {
    if (Operators.KEEPS_TYPE.contains(node.getOpType()) && node.getInputCount() > 0) {
      return types.getOrDefault(node.getInput(0), 0);
    }
    return switch (node.getOpType()) {
      case "Cast" ->
          node.getAttributeList().stream()
              .filter(a -> a.getName().equals("to"))
              .mapToInt(a -> (int) a.getI())
              .findFirst()
              .orElse(0);
      case "Constant", "ConstantOfShape" ->
          node.getAttributeList().stream()
              .filter(AttributeProto::hasT)
              .mapToInt(a -> a.getT().getDataType())
              .findFirst()
              .orElse(node.getOpType().equals("Constant") ? 0 : DataType.FLOAT_VALUE);
      case "Shape", "Size", "ArgMax", "ArgMin", "NonZero" -> DataType.INT64_VALUE;
      default -> 0;
    };
  }
}
