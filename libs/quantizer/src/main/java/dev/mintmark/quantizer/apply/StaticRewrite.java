package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.calibrate.Range;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.prepare.PreparedGraph;
import dev.mintmark.quantizer.scheme.Encoding;
import dev.mintmark.quantizer.scheme.Scheme;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes a graph in QDQ form: each quantized tensor passes through QuantizeLinear and
 * DequantizeLinear, right after the node that makes it. Runtimes and compilers turn the pairs
 * around an operator into its integer form.
 */
final class StaticRewrite {
  private final OnnxModel model;
  private final PreparedGraph graph;
  private final String version;
  private final Plan plan;
  private final GraphWriter writer;
  private final WeightWriter weights;

  /** For a tensor of the float model, the name of its dequantized form. */
  private final Map<String, String> dequantized = new HashMap<>();

  private StaticRewrite(OnnxModel model, CalibrationTable table, Scheme.Static config) {
    this.model = model;
    this.graph = PreparedGraph.of(model);
    this.version = ProducerVersion.of(config, graph);
    this.plan = Planner.plan(graph, table, config);
    this.writer = new GraphWriter(graph);
    this.weights = new WeightWriter(graph, writer, config.weights());
  }

  static QuantizedModel apply(OnnxModel model, CalibrationTable table, Scheme.Static config) {
    return new StaticRewrite(model, table, config).apply();
  }

  private QuantizedModel apply() {
    for (ValueInfoProto input : graph.inputs()) {
      plan.parameters(input.getName())
          .ifPresent(parameters -> addPair(input.getName(), input.getName(), parameters));
    }
    for (int i = 0; i < graph.nodes().size(); i++) {
      if (!plan.dropped().contains(i)) {
        write(i, graph.nodes().get(i));
      }
    }
    return new QuantizedModel(
        writer.finish(model, version),
        plan.quantized().size(),
        weights.raisedChannels(),
        new TreeMap<>(dequantized));
  }

  private void write(int index, NodeProto node) {
    String result = plan.result(node);
    Optional<AffineParameters> parameters = plan.parameters(result);
    if (parameters.isPresent() && ZeroFill.is(node)) {
      writeZeroFill(node, result, parameters.get());
      return;
    }
    List<String> outputs = new ArrayList<>();
    node.getOutputList().forEach(output -> outputs.add(writer.name(output)));
    if (parameters.isPresent()) {
      outputs.set(0, writer.fresh());
    }
    for (int i = 1; i < outputs.size(); i++) {
      if (plan.parameters(node.getOutput(i)).isPresent()) {
        outputs.set(i, writer.fresh());
      }
    }
    writer.copy(withoutAbsorbed(index, node), operands(index, node), outputs);
    parameters.ifPresent(present -> addPair(outputs.getFirst(), result, present));
    for (int i = 1; i < outputs.size(); i++) {
      String from = outputs.get(i);
      String to = node.getOutput(i);
      plan.parameters(to).ifPresent(present -> addPair(from, to, present));
    }
  }

  private NodeProto withoutAbsorbed(int index, NodeProto node) {
    return plan.weights().containsKey(index) ? WeightSlot.withoutAbsorbed(node) : node;
  }

  /** Fills with the integer that stands for zero, which spares a QuantizeLinear. */
  private void writeZeroFill(NodeProto node, String result, AffineParameters parameters) {
    String filled = writer.fresh();
    NodeProto integers =
        node.toBuilder().clearAttribute().addAttribute(ZeroFill.value(parameters)).build();
    writer.copy(integers, node.getInputList().stream().map(writer::name).toList(), List.of(filled));
    dequantize(filled, result, parameters);
  }

  private List<String> operands(int index, NodeProto node) {
    WeightSlot slot = plan.weights().get(index);
    if (slot != null) {
      List<String> operands = new ArrayList<>(List.of(operand(node.getInput(0))));
      AffineParameters input = plan.parameters(node.getInput(0)).orElseThrow();
      operands.addAll(weights.weightAndBias(slot, input.scale()));
      return operands;
    }
    boolean constantsToo = plan.quantized().contains(index) && Role.of(node) == Role.COMPUTED;
    return node.getInputList().stream()
        .map(input -> constantsToo ? constantOrOperand(input, node) : operand(input))
        .toList();
  }

  private String operand(String tensor) {
    String pair = dequantized.get(tensor);
    return pair == null ? writer.name(tensor) : pair;
  }

  /** A stored operand of a quantized node becomes an integer as the computed ones do. */
  private String constantOrOperand(String tensor, NodeProto reader) {
    TensorProto constant = graph.initializers().get(tensor);
    if (constant == null) {
      return operand(tensor);
    }
    Tensor values = Initializers.floats(constant);
    AffineParameters parameters =
        AffineParameters.of(
            range(values),
            Encoding.asymmetric(plan.parameters(plan.result(reader)).orElseThrow().type()));
    int[] integers = new int[values.values().length];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = parameters.quantize(values.values()[i]);
    }
    String stored =
        writer.store(
            Initializers.ofIntegers(parameters.type().dataType(), values.shape(), integers));
    String result = writer.fresh();
    writer.dequantize(stored, parameters, result);
    return result;
  }

  private static Range range(Tensor tensor) {
    Range range = new Range(0, 0);
    for (float value : tensor.values()) {
      range = range.union(new Range(value, value));
    }
    return range;
  }

  private void addPair(String from, String tensor, AffineParameters parameters) {
    String integers = writer.fresh();
    writer.quantize(from, parameters, integers);
    dequantize(integers, tensor, parameters);
  }

  private void dequantize(String integers, String tensor, AffineParameters parameters) {
    String result = graph.isOutput(tensor) && !graph.isInput(tensor) ? tensor : writer.fresh();
    writer.dequantize(integers, parameters, result);
    dequantized.put(tensor, result);
  }
}
