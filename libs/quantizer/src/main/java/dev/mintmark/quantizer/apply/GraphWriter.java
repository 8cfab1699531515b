package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.model.PreparedGraph;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the quantized graph. Equal stored tensors are kept once, names are short, and what only
 * helps people (node names, doc strings, inferred shapes) is left out: in a small model it
 * outweighs the weights.
 */
final class GraphWriter {
  private static final String PRODUCER = "mintmark";

  /** Grows when the same inputs give other bytes. */
  private static final String PRODUCER_VERSION = "qdq-java-1";

  private static final long IR_OF_OPSET_13 = 7;
  private static final long[] SCALAR = {};

  private final PreparedGraph source;
  private final ShortNames names;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("main");
  private final Map<TensorProto, String> stored = new HashMap<>();

  GraphWriter(PreparedGraph source) {
    this.source = source;
    Set<String> kept = new HashSet<>();
    source.inputs().forEach(input -> kept.add(input.getName()));
    source.outputs().forEach(output -> kept.add(output.getName()));
    this.names = new ShortNames(kept);
  }

  /** The new name of a tensor of the float model. Stores it if it is an initializer. */
  String name(String tensor) {
    TensorProto constant = source.initializers().get(tensor);
    return constant == null
        ? names.of(tensor)
        : store(constant.toBuilder().clearName().clearDocString().build());
  }

  String fresh() {
    return names.fresh();
  }

  /** Stores a nameless tensor, once. */
  String store(TensorProto tensor) {
    return stored.computeIfAbsent(
        tensor,
        value -> {
          String name = names.fresh();
          graph.addInitializer(value.toBuilder().setName(name));
          return name;
        });
  }

  /** Copies a node of the float model. */
  void copy(NodeProto node, List<String> inputs, List<String> outputs) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(node.getOpType())
            .addAllAttribute(node.getAttributeList())
            .addAllInput(inputs)
            .addAllOutput(outputs));
  }

  /** Adds QuantizeLinear. */
  void quantize(String from, AffineParameters parameters, String to) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("QuantizeLinear")
            .addInput(from)
            .addInput(scale(parameters.scale()))
            .addInput(zeroPoint(parameters))
            .addOutput(to));
  }

  /** Adds DequantizeLinear of an activation. */
  void dequantize(String from, AffineParameters parameters, String to) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("DequantizeLinear")
            .addInput(from)
            .addInput(scale(parameters.scale()))
            .addInput(zeroPoint(parameters))
            .addOutput(to));
  }

  /**
   * Adds DequantizeLinear of a symmetric constant, whose zero point is left out.
   *
   * @param scales one, or one for each channel along the axis
   * @return the name of the float tensor
   */
  String dequantizeConstant(TensorProto constant, float[] scales, int axis) {
    String from = store(constant);
    String to = names.fresh();
    NodeProto.Builder node =
        NodeProto.newBuilder().setOpType("DequantizeLinear").addInput(from).addOutput(to);
    if (scales.length == 1) {
      node.addInput(scale(scales[0]));
    } else {
      node.addInput(store(Initializers.ofFloats(new long[] {scales.length}, scales)));
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName("axis")
              .setType(AttributeProto.AttributeType.INT)
              .setI(axis));
    }
    graph.addNode(node);
    return to;
  }

  private String scale(float scale) {
    return store(Initializers.ofFloats(SCALAR, new float[] {scale}));
  }

  private String zeroPoint(AffineParameters parameters) {
    return store(
        Initializers.ofBytes(
            parameters.type().dataType(), SCALAR, new byte[] {(byte) parameters.zeroPoint()}));
  }

  /** The finished model. Metadata of the float model stays: apps read labels from it. */
  byte[] finish(OnnxModel model) {
    graph.addAllInput(source.inputs()).addAllOutput(source.outputs());
    return ModelProto.newBuilder()
        .setIrVersion(Math.max(model.proto().getIrVersion(), IR_OF_OPSET_13))
        .setProducerName(PRODUCER)
        .setProducerVersion(PRODUCER_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(source.opset()))
        .setGraph(graph)
        .addAllMetadataProps(model.proto().getMetadataPropsList())
        .build()
        .toByteArray();
  }
}
