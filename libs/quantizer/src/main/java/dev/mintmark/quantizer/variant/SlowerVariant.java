package dev.mintmark.quantizer.variant;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.model.OnnxModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a model slower without changing what it computes: each convolution becomes two, with a
 * quarter and three quarters of its weights and bias, whose results are added. The accuracy gate
 * passes it, so only a canary can tell. The bytes depend on the model's alone.
 */
public final class SlowerVariant {
  private static final float FIRST = 0.25f;
  private static final float SECOND = 0.75f;

  private final Map<String, TensorProto> stored = new HashMap<>();
  private final FreshNames names;
  private final GraphProto.Builder slower;
  private int split;

  private SlowerVariant(GraphProto graph) {
    graph.getInitializerList().forEach(tensor -> stored.put(tensor.getName(), tensor));
    graph.getNodeList().forEach(this::storeConstant);
    this.names = new FreshNames(graph);
    this.slower = graph.toBuilder().clearNode();
  }

  /**
   * The slower model.
   *
   * @param onnx a float model
   * @return another file of the same inputs and outputs
   * @throws QuantizerException as {@link OnnxModel#parse}; {@code QNT-003} when it has no
   *     convolution with stored weights
   */
  public static byte[] of(byte[] onnx) {
    ModelProto model = OnnxModel.parse(onnx).proto();
    SlowerVariant variant = new SlowerVariant(model.getGraph());
    model.getGraph().getNodeList().forEach(variant::add);
    if (variant.split == 0) {
      throw new QuantizerException(
          RefusalCode.UNSUPPORTED_OPERATOR,
          "model",
          "has no Conv node whose weights are stored as float32",
          "give a convolutional model");
    }
    byte[] bytes = model.toBuilder().setGraph(variant.finish()).build().toByteArray();
    return OnnxModel.parse(bytes).bytes();
  }

  private void storeConstant(NodeProto node) {
    if (node.getOpType().equals("Constant") && node.getAttributeCount() == 1) {
      AttributeProto value = node.getAttribute(0);
      if (value.hasT()) {
        stored.put(node.getOutput(0), value.getT());
      }
    }
  }

  private void add(NodeProto node) {
    Optional<List<TensorProto>> parameters = parameters(node);
    if (parameters.isEmpty()) {
      slower.addNode(node);
      return;
    }
    String first = convolution(node, parameters.get(), FIRST);
    String second = convolution(node, parameters.get(), SECOND);
    slower.addNode(
        NodeProto.newBuilder()
            .setOpType("Add")
            .addInput(first)
            .addInput(second)
            .addOutput(node.getOutput(0)));
    split++;
  }

  /** Weights, and bias where there is one; empty for a node that stays. */
  private Optional<List<TensorProto>> parameters(NodeProto node) {
    boolean isConvolution = node.getOpType().equals("Conv") && node.getDomain().isEmpty();
    List<String> inputs = node.getInputList();
    if (!isConvolution || inputs.size() < 2) {
      return Optional.empty();
    }
    List<String> wanted =
        inputs.subList(1, inputs.size()).stream().filter(name -> !name.isEmpty()).toList();
    List<TensorProto> found = wanted.stream().map(this::floats).flatMap(Optional::stream).toList();
    return found.size() == wanted.size() ? Optional.of(found) : Optional.empty();
  }

  private Optional<TensorProto> floats(String name) {
    return Optional.ofNullable(stored.get(name))
        .filter(tensor -> tensor.getDataType() == DataType.FLOAT_VALUE);
  }

  /** Adds one of the two; its output's name. */
  private String convolution(NodeProto node, List<TensorProto> parameters, float share) {
    String output = names.next();
    NodeProto.Builder part =
        node.toBuilder().clearInput().clearOutput().clearName().addInput(node.getInput(0));
    for (TensorProto parameter : parameters) {
      TensorProto scaled = Scaled.by(parameter, share, names.next());
      slower.addInitializer(scaled);
      part.addInput(scaled.getName());
    }
    slower.addNode(part.addOutput(output));
    return output;
  }

  private GraphProto finish() {
    UnusedTensors.drop(slower);
    return slower.build();
  }
}
