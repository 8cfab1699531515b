package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What static quantization does with a graph. Nodes are named by their index in the prepared graph.
 *
 * @param quantized nodes that take integer operands, dropped ones included
 * @param weights where the weighted ones of them have their weights
 * @param dropped Relu nodes that the clamping of their output replaces
 * @param parameters of each tensor that becomes an integer
 * @param heirs for the output of a node whose Relu is dropped, the Relu's output
 */
record Plan(
    Set<Integer> quantized,
    Map<Integer, WeightSlot> weights,
    Set<Integer> dropped,
    Map<String, AffineParameters> parameters,
    Map<String, String> heirs) {
  Plan {
    quantized = Set.copyOf(quantized);
    weights = Map.copyOf(weights);
    dropped = Set.copyOf(dropped);
    parameters = Map.copyOf(parameters);
    heirs = Map.copyOf(heirs);
  }

  /** The tensor that a node's first output becomes. */
  String result(NodeProto node) {
    String output = node.getOutput(0);
    return heirs.getOrDefault(output, output);
  }

  Optional<AffineParameters> parameters(String tensor) {
    return Optional.ofNullable(parameters.get(tensor));
  }
}
