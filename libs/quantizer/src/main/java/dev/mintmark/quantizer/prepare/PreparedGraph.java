package dev.mintmark.quantizer.prepare;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.model.Subgraphs;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model's graph, made ready to be rewritten. Tensor names are still those of the model.
 *
 * @param opset version of the default operator set, 13 or more
 * @param nodes in topological order
 * @param initializers by name, in the model's order
 * @param inputs without initializers
 * @param captured every name that stands in a subgraph; such tensors keep their names
 * @param isChanged whether more was done than to hoist constants and to raise the operator set's
 *     number where no meaning changed
 */
public record PreparedGraph(
    long opset,
    List<NodeProto> nodes,
    Map<String, TensorProto> initializers,
    List<ValueInfoProto> inputs,
    List<ValueInfoProto> outputs,
    Set<String> captured,
    boolean isChanged) {
  /** QuantizeLinear takes 16 bits from this operator set on. */
  public static final long WIDE_OPSET = 21;

  public PreparedGraph {
    nodes = List.copyOf(nodes);
    initializers = Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    captured = Set.copyOf(captured);
  }

  /**
   * Prepares a model.
   *
   * @throws QuantizerException {@code QNT-003} when the operator set has to be raised and an
   *     operator has no conversion that is known here, {@code QNT-004} when it has to be raised in
   *     a subgraph
   */
  public static PreparedGraph of(OnnxModel model) {
    Draft draft = new Draft(model.proto(), Subgraphs.names(model.proto().getGraph()));
    OpsetRaise.apply(draft);
    PassThrough.remove(draft);
    ConstantFolding.apply(draft);
    BatchNormFolding.apply(draft);
    return draft.finish();
  }

  /** The name by which a selection knows a node: its own, or its first output's. */
  public String name(NodeProto node) {
    return node.getName().isEmpty() ? node.getOutput(0) : node.getName();
  }

  /** Whether a tensor is seen from outside of the nodes: as an output, or by a subgraph. */
  public boolean isOutput(String tensor) {
    return captured.contains(tensor)
        || outputs.stream().anyMatch(output -> output.getName().equals(tensor));
  }

  public boolean isInput(String tensor) {
    return inputs.stream().anyMatch(input -> input.getName().equals(tensor));
  }
}
