package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.prepare.PreparedGraph;
import dev.mintmark.quantizer.scheme.Selection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Chooses the nodes that take integer operands, and with them the tensors that become integers. */
final class NodeChoice {
  private final PreparedGraph graph;
  private final CalibrationTable table;
  private final Selection selection;
  private final Set<String> steering;

  private final Set<Integer> quantized = new HashSet<>();
  private final Map<Integer, WeightSlot> weights = new HashMap<>();
  private final Set<String> tensors = new LinkedHashSet<>();

  private NodeChoice(PreparedGraph graph, CalibrationTable table, Selection selection) {
    this.graph = graph;
    this.table = table;
    this.selection = selection;
    this.steering = Steering.tensors(graph);
  }

  /**
   * Chooses.
   *
   * @throws dev.mintmark.quantizer.QuantizerException {@code QNT-070} when the selection names what
   *     is not there
   */
  static NodeChoice of(PreparedGraph graph, CalibrationTable table, Selection selection) {
    NodeChoice choice = new NodeChoice(graph, table, selection);
    choice.requireSelection();
    List<NodeProto> nodes = graph.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      choice.chooseComputing(i, nodes.get(i));
    }
    for (int i = 0; i < nodes.size(); i++) {
      choice.chooseSharing(i, nodes.get(i));
    }
    return choice;
  }

  /** By their index in the graph. */
  Set<Integer> quantized() {
    return quantized;
  }

  Map<Integer, WeightSlot> weights() {
    return weights;
  }

  /** In the order in which they were met; may be changed. */
  Set<String> tensors() {
    return tensors;
  }

  private void requireSelection() {
    Set<String> operators = new HashSet<>();
    Set<String> nodes = new HashSet<>();
    for (NodeProto node : graph.nodes()) {
      operators.add(node.getOpType());
      nodes.add(graph.name(node));
    }
    selection.requireIn(operators, nodes, table.ranges().keySet());
  }

  private void chooseComputing(int index, NodeProto node) {
    if (!isSelected(node)) {
      return;
    }
    Role role = Role.of(node);
    Optional<WeightSlot> slot = WeightSlot.of(node, graph.initializers());
    if (role == Role.WEIGHTED && slot.isPresent() && isMeasured(node.getInput(0))) {
      choose(index, node, node.getInputList());
      if (quantized.contains(index)) {
        weights.put(index, slot.get());
      }
    } else if (role == Role.COMPUTED && node.getInputList().stream().allMatch(this::isOperand)) {
      choose(index, node, node.getInputList());
    } else if (node.getOpType().equals("MatMul")
        && node.getInputList().stream().allMatch(this::isMeasured)) {
      choose(index, node, node.getInputList());
    }
  }

  private void chooseSharing(int index, NodeProto node) {
    if (isSelected(node) && Role.of(node) == Role.SHARED && tensors.contains(node.getInput(0))) {
      choose(index, node, List.of(node.getInput(0)));
    }
  }

  private void choose(int index, NodeProto node, List<String> data) {
    if (!node.getOutputList().stream().allMatch(this::isMeasured)) {
      return;
    }
    quantized.add(index);
    data.stream().filter(this::isMeasured).forEach(tensors::add);
    tensors.addAll(node.getOutputList());
  }

  private boolean isSelected(NodeProto node) {
    return selection.contains(node.getOpType(), graph.name(node));
  }

  private boolean isMeasured(String tensor) {
    return table.ranges().containsKey(tensor) && !steering.contains(tensor);
  }

  private boolean isOperand(String tensor) {
    TensorProto constant = graph.initializers().get(tensor);
    return constant == null
        ? isMeasured(tensor)
        : constant.getDataType() == DataType.FLOAT_VALUE && !constant.getDimsList().contains(0L);
  }
}
