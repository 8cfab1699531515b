package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.mintmark.quantizer.model.Attributes;
import dev.mintmark.quantizer.model.FloatTensors;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.prepare.PreparedGraph;
import dev.mintmark.quantizer.scheme.Scheme;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a graph in float16 between a Cast at each float32 input and one at each float32 output.
 * What an operator wants in float32 whatever its type (the scales of Resize) stays so, with all
 * that it is computed from, and an operator that has no float16 form is refused.
 */
final class Float16Rewrite {
  private final PreparedGraph graph;
  private final GraphWriter writer;
  private final Set<String> floats;

  /** Computed tensors that stay float32. */
  private final Set<String> wide;

  private final Map<String, String> names = new HashMap<>();
  private final Set<String> floatOutputs = new HashSet<>();
  private int converted;

  private Float16Rewrite(OnnxModel model) {
    this.graph = PreparedGraph.of(model);
    this.floats = FloatTensors.of(model);
    this.wide = Steering.tensors(graph, Float16Form.WITH_FLOAT32);
    this.writer = new GraphWriter(graph);
  }

  static QuantizedModel apply(OnnxModel model, Scheme.Float16 scheme) {
    Float16Rewrite rewrite = new Float16Rewrite(model);
    rewrite.graph.inputs().forEach(rewrite::enter);
    rewrite.graph.outputs().stream()
        .filter(Float16Rewrite::isFloat)
        .forEach(output -> rewrite.floatOutputs.add(output.getName()));
    rewrite.graph.nodes().forEach(rewrite::write);
    byte[] bytes = rewrite.writer.finish(model, ProducerVersion.of(scheme, rewrite.graph));
    return new QuantizedModel(bytes, rewrite.converted);
  }

  private static boolean isFloat(ValueInfoProto value) {
    return value.getType().getTensorType().getElemType() == DataType.FLOAT_VALUE;
  }

  private void enter(ValueInfoProto input) {
    if (isFloat(input)) {
      String cast = writer.fresh();
      names.put(input.getName(), cast);
      writer.add("Cast", List.of(input.getName()), List.of(cast), to(DataType.FLOAT16));
    }
  }

  private void write(NodeProto node) {
    Float16Form.require(node);
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < node.getInputCount(); i++) {
      inputs.add(operand(node, i));
    }
    List<String> outputs = new ArrayList<>();
    node.getOutputList().forEach(output -> outputs.add(output(output)));
    writer.copy(isWide(node) ? node : withFloat16(node), inputs, outputs);
    converted++;
    for (String output : node.getOutputList()) {
      if (floatOutputs.contains(output)) {
        writer.add(
            "Cast",
            List.of(names.getOrDefault(output, output)),
            List.of(output),
            to(DataType.FLOAT));
      }
    }
  }

  private String output(String output) {
    if (floatOutputs.contains(output)) {
      return names.computeIfAbsent(output, name -> writer.fresh());
    }
    return writer.name(output);
  }

  private String operand(NodeProto node, int index) {
    String tensor = node.getInput(index);
    boolean half = !isWide(node) && !Float16Form.isFloat32(node.getOpType(), index);
    TensorProto constant = graph.initializers().get(tensor);
    if (constant != null) {
      return half && constant.getDataType() == DataType.FLOAT_VALUE
          ? writer.store(Float16Form.of("initializer '" + tensor + "'", constant))
          : writer.name(tensor);
    }
    String name = names.getOrDefault(tensor, writer.name(tensor));
    if (floats.contains(tensor) && half == isWide(tensor)) {
      return writer.add("Cast", List.of(name), to(half ? DataType.FLOAT16 : DataType.FLOAT));
    }
    return name;
  }

  private boolean isWide(String tensor) {
    return wide.contains(tensor) && !graph.isInput(tensor);
  }

  private boolean isWide(NodeProto node) {
    return node.getOutputList().stream().anyMatch(wide::contains);
  }

  private static NodeProto withFloat16(NodeProto node) {
    NodeProto.Builder changed = node.toBuilder().clearAttribute();
    boolean filled = Attributes.find(node, "value").isPresent();
    for (AttributeProto attribute : node.getAttributeList()) {
      changed.addAttribute(half(node, attribute));
    }
    if (node.getOpType().equals("ConstantOfShape") && !filled) {
      TensorProto zero = Initializers.ofFloats(new long[] {1}, new float[] {0});
      changed.addAttribute(
          AttributeProto.newBuilder()
              .setName("value")
              .setType(AttributeProto.AttributeType.TENSOR)
              .setT(Float16Form.of("zero", zero)));
    }
    return changed.build();
  }

  private static AttributeProto half(NodeProto node, AttributeProto attribute) {
    boolean isFloat = attribute.hasT() && attribute.getT().getDataType() == DataType.FLOAT_VALUE;
    if (isFloat) {
      String subject = "attribute '" + attribute.getName() + "' of a " + node.getOpType() + " node";
      return attribute.toBuilder().setT(Float16Form.of(subject, attribute.getT())).build();
    }
    boolean castsToFloat =
        node.getOpType().equals("Cast")
            && attribute.getName().equals("to")
            && attribute.getI() == DataType.FLOAT_VALUE;
    return castsToFloat ? to(DataType.FLOAT16) : attribute;
  }

  private static AttributeProto to(DataType type) {
    return Attributes.of("to", type.getNumber());
  }
}
