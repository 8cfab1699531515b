package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.quantizer.model.Attributes;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.prepare.PreparedGraph;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the quantized graph. Equal stored tensors are kept once, names are short, and what only
 * helps people (node names, doc strings, inferred shapes) is left out: in a small model it
 * outweighs the weights.
 */
final class GraphWriter {
  /**
   * Operators of ONNX Runtime that ONNX has not, or only in operator sets newer than the model's.
   */
  static final String CONTRIBUTED = "com.microsoft";

  private static final String PRODUCER = "mintmark";

  private static final long IR_OF_OPSET_13 = 7;
  private static final long[] SCALAR = {};

  private final PreparedGraph source;
  private final ShortNames names;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("main");
  private final Map<TensorProto, String> stored = new HashMap<>();
  private boolean contributed;

  GraphWriter(PreparedGraph source) {
    this.source = source;
    Set<String> kept = new HashSet<>(source.captured());
    source.inputs().forEach(input -> kept.add(input.getName()));
    source.outputs().forEach(output -> kept.add(output.getName()));
    this.names = new ShortNames(kept);
    source.captured().stream()
        .map(source.initializers()::get)
        .filter(java.util.Objects::nonNull)
        .forEach(graph::addInitializer);
  }

  /** The new name of a tensor of the float model. Stores it if it is an initializer. */
  String name(String tensor) {
    TensorProto constant = source.initializers().get(tensor);
    return constant == null || source.captured().contains(tensor)
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

  /** Adds a node of ONNX's own operators; the name of its one output. */
  String add(String operator, List<String> inputs, AttributeProto... attributes) {
    String output = names.fresh();
    add(operator, inputs, List.of(output), attributes);
    return output;
  }

  /** Adds a node of ONNX's own operators. */
  void add(
      String operator, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(List.of(attributes)));
  }

  /** Adds a node of ONNX Runtime's contributed operators. */
  void addContributed(
      String operator, List<String> inputs, String output, AttributeProto... attributes) {
    contributed = true;
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setDomain(CONTRIBUTED)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
  }

  /** Adds QuantizeLinear. */
  void quantize(String from, AffineParameters parameters, String to) {
    addPairPart("QuantizeLinear", from, parameters, to);
  }

  /** Adds DequantizeLinear of an activation. */
  void dequantize(String from, AffineParameters parameters, String to) {
    addPairPart("DequantizeLinear", from, parameters, to);
  }

  private void addPairPart(String operator, String from, AffineParameters parameters, String to) {
    List<String> inputs = List.of(from, scale(parameters.scale()), zeroPoint(parameters));
    if (parameters.type().isWide() && source.opset() < PreparedGraph.WIDE_OPSET) {
      addContributed(operator, inputs, to);
    } else {
      add(operator, inputs, List.of(to));
    }
  }

  /**
   * Adds DequantizeLinear of a constant.
   *
   * @param scales one, or one for each channel along the axis
   * @param zeroPoints as many; null, and left out, when all are 0
   * @return the name of the float tensor
   */
  String dequantizeConstant(
      TensorProto constant, float[] scales, byte @Nullable [] zeroPoints, int axis) {
    String from = store(constant);
    String to = names.fresh();
    NodeProto.Builder node =
        NodeProto.newBuilder().setOpType("DequantizeLinear").addInput(from).addOutput(to);
    long[] shape = scales.length == 1 ? SCALAR : new long[] {scales.length};
    node.addInput(store(Initializers.ofFloats(shape, scales)));
    if (zeroPoints != null) {
      node.addInput(store(Initializers.ofBytes(DataType.INT8, shape, zeroPoints)));
    }
    if (scales.length != 1) {
      node.addAttribute(Attributes.of("axis", axis));
    }
    graph.addNode(node);
    return to;
  }

  private String scale(float scale) {
    return store(Initializers.ofFloats(SCALAR, new float[] {scale}));
  }

  private String zeroPoint(AffineParameters parameters) {
    return store(
        Initializers.ofIntegers(
            parameters.type().dataType(), SCALAR, new int[] {parameters.zeroPoint()}));
  }

  /**
   * The finished model. Metadata of the float model stays: apps read labels from it.
   *
   * @param version of the producer, see {@link ProducerVersion}
   */
  byte[] finish(OnnxModel model, String version) {
    graph.addAllInput(source.inputs()).addAllOutput(source.outputs());
    ModelProto.Builder file =
        ModelProto.newBuilder()
            .setIrVersion(Math.max(model.proto().getIrVersion(), IR_OF_OPSET_13))
            .setProducerName(PRODUCER)
            .setProducerVersion(version)
            .addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain("").setVersion(source.opset()));
    if (contributed) {
      file.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(CONTRIBUTED).setVersion(1));
    }
    return file.setGraph(graph)
        .addAllMetadataProps(model.proto().getMetadataPropsList())
        .build()
        .toByteArray();
  }
}
