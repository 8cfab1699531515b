package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.calibrate.Range;
import dev.mintmark.quantizer.model.PreparedGraph;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides which nodes and tensors of a graph are quantized, and with which parameters. */
final class Planner {
  private final PreparedGraph graph;
  private final CalibrationTable table;
  private final QuantizationConfig.Static config;

  private final Map<String, Integer> producers = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();
  private final Set<Integer> quantized = new HashSet<>();
  private final Map<Integer, WeightSlot> weights = new HashMap<>();
  private final Set<Integer> dropped = new HashSet<>();
  private final Map<String, String> heirs = new HashMap<>();
  private final Set<String> tensors = new LinkedHashSet<>();

  private Planner(PreparedGraph graph, CalibrationTable table, QuantizationConfig.Static config) {
    this.graph = graph;
    this.table = table;
    this.config = config;
  }

  static Plan plan(PreparedGraph graph, CalibrationTable table, QuantizationConfig.Static config) {
    return new Planner(graph, table, config).plan();
  }

  private Plan plan() {
    index();
    forEachNode(this::chooseComputing);
    forEachNode(this::chooseSharing);
    forEachNode(this::dropRelu);
    SharedScales scales = scales();
    Map<String, AffineParameters> parameters = new HashMap<>();
    for (String tensor : tensors) {
      parameters.put(tensor, AffineParameters.of(scales.range(tensor), config.activations()));
    }
    return new Plan(quantized, weights, dropped, parameters, heirs);
  }

  private interface NodeVisitor {
    void visit(int index, NodeProto node);
  }

  private void forEachNode(NodeVisitor visitor) {
    for (int i = 0; i < graph.nodes().size(); i++) {
      visitor.visit(i, graph.nodes().get(i));
    }
  }

  private void index() {
    forEachNode((i, node) -> {
      node.getOutputList().forEach(output -> producers.put(output, i));
      node.getInputList().forEach(input -> readers.merge(input, 1, Integer::sum));
    });
  }

  private void chooseComputing(int index, NodeProto node) {
    Role role = Role.of(node);
    Optional<WeightSlot> slot = WeightSlot.of(node, graph.initializers());
    if (role == Role.WEIGHTED && slot.isPresent() && isMeasured(node.getInput(0))) {
      weights.put(index, slot.get());
      choose(index, node);
    } else if (role == Role.COMPUTED && node.getInputList().stream().allMatch(this::isOperand)) {
      choose(index, node);
    }
  }

  private void chooseSharing(int index, NodeProto node) {
    if (Role.of(node) == Role.SHARED && tensors.contains(node.getInput(0))) {
      choose(index, node);
    }
  }

  private void choose(int index, NodeProto node) {
    if (!isMeasured(node.getOutput(0))) {
      return;
    }
    quantized.add(index);
    node.getInputList().stream().filter(this::isMeasured).forEach(tensors::add);
    tensors.add(node.getOutput(0));
  }

  private boolean isMeasured(String tensor) {
    return table.ranges().containsKey(tensor);
  }

  private boolean isOperand(String tensor) {
    TensorProto constant = graph.initializers().get(tensor);
    return constant == null
        ? isMeasured(tensor)
        : constant.getDataType() == DataType.FLOAT_VALUE && !constant.getDimsList().contains(0L);
  }

  /**
   * A Relu after a node that computes needs no node of its own when nobody else reads what is
   * between the two: its output's range starts at zero, so that clamping to the integers cuts off
   * what is negative.
   */
  private void dropRelu(int index, NodeProto node) {
    if (!node.getOpType().equals("Relu") || !quantized.contains(index)) {
      return;
    }
    String between = node.getInput(0);
    Integer producer = producers.get(between);
    boolean canDrop =
        producer != null
            && quantized.contains(producer)
            && !dropped.contains(producer)
            && Role.of(graph.nodes().get(producer)) != Role.SHARED
            && readers.getOrDefault(between, 0) == 1
            && !graph.isOutput(between)
            && AffineParameters.of(range(node.getOutput(0)), config.activations()).isRelu();
    if (canDrop) {
      dropped.add(index);
      heirs.put(between, node.getOutput(0));
      tensors.remove(between);
    }
  }

  private SharedScales scales() {
    SharedScales scales = new SharedScales();
    tensors.forEach(tensor -> scales.add(tensor, range(tensor)));
    forEachNode((i, node) -> {
      if (quantized.contains(i) && Role.of(node) == Role.SHARED) {
        scales.join(node.getInput(0), node.getOutput(0));
      } else if (quantized.contains(i) && node.getOpType().equals("Concat")) {
        joinZeros(
            scales, node.getInputList(), heirs.getOrDefault(node.getOutput(0), node.getOutput(0)));
      }
    });
    return scales;
  }

  /** Zeros have no scale of their own: they take the one of what they are put together with. */
  private void joinZeros(SharedScales scales, List<String> inputs, String output) {
    for (String input : inputs) {
      Integer producer = producers.get(input);
      if (producer != null && ZeroFill.is(graph.nodes().get(producer))) {
        scales.join(output, input);
      }
    }
  }

  private Range range(String tensor) {
    return table.range(tensor, config.calibrator()).orElseThrow();
  }
}
