package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.calibrate.Range;
import dev.mintmark.quantizer.prepare.PreparedGraph;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Scheme;
import dev.mintmark.quantizer.scheme.TensorChoice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides with which parameters the chosen tensors of a graph are quantized. */
final class Planner {
  private static final AffineParameters NOT_RELU = new AffineParameters(1, 1, ActivationType.UINT8);

  private final PreparedGraph graph;
  private final CalibrationTable table;
  private final Scheme.Static config;

  private final Map<String, Integer> producers = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();
  private final NodeChoice choice;
  private final Set<Integer> quantized;
  private final Set<String> tensors;
  private final Set<Integer> dropped = new HashSet<>();
  private final Map<String, String> heirs = new HashMap<>();

  private Planner(PreparedGraph graph, CalibrationTable table, Scheme.Static config) {
    this.graph = graph;
    this.table = table;
    this.config = config;
    this.choice = NodeChoice.of(graph, table, config.selection());
    this.quantized = choice.quantized();
    this.tensors = choice.tensors();
  }

  static Plan plan(PreparedGraph graph, CalibrationTable table, Scheme.Static config) {
    return new Planner(graph, table, config).plan();
  }

  private Plan plan() {
    index();
    Map<String, AffineParameters> before = parameters();
    forEachNode((i, node) -> dropRelu(i, node, before));
    return new Plan(quantized, choice.weights(), dropped, parameters(), heirs);
  }

  private Map<String, AffineParameters> parameters() {
    return Encodings.parameters(tensors, outputs(), scales(), config, table);
  }

  private List<String> outputs() {
    return tensors.stream().filter(graph::isOutput).toList();
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

  /**
   * A Relu after a node that computes needs no node of its own when nobody else reads what is
   * between the two: its output's range starts at zero, so that clamping to the integers cuts off
   * what is negative.
   */
  private void dropRelu(int index, NodeProto node, Map<String, AffineParameters> before) {
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
            && before.getOrDefault(node.getOutput(0), NOT_RELU).isRelu();
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
        node.getOutputList().forEach(output -> scales.join(node.getInput(0), output));
      } else if (quantized.contains(i) && node.getOpType().equals("Concat")) {
        joinZeros(
            scales, node.getInputList(), heirs.getOrDefault(node.getOutput(0), node.getOutput(0)));
      }
    });
    if (config.activations().sharedAtJoins()) {
      forEachNode((i, node) -> joinOperands(i, node, scales));
    }
    return scales;
  }

  private void joinOperands(int index, NodeProto node, SharedScales scales) {
    if (!quantized.contains(index)) {
      return;
    }
    List<String> alike = new ArrayList<>();
    if (node.getOpType().equals("Concat")) {
      alike.add(heirs.getOrDefault(node.getOutput(0), node.getOutput(0)));
    }
    if (node.getOpType().equals("Concat") || node.getOpType().equals("Add")) {
      node.getInputList().stream().filter(tensors::contains).forEach(alike::add);
    }
    alike.stream().skip(1).forEach(tensor -> scales.join(alike.getFirst(), tensor));
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
    TensorChoice wanted = config.selection().tensors().get(tensor);
    Optional<Range> asked = wanted == null ? Optional.empty() : wanted.range();
    return asked
        .or(() -> table.range(tensor, config.calibrator()))
        .orElseThrow(() ->
            new QuantizerException(
                RefusalCode.BAD_TABLE,
                "calibration table",
                "has no range by " + config.calibrator().id() + " for tensor '" + tensor + "'",
                "calibrate with it too"));
  }
}
