package dev.mintmark.quantizer.prepare;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes beforehand what depends on stored tensors alone, where that cannot make the model
 * larger: the operators are those whose result is no larger than their operands, and the operands
 * are read by nobody else or are small.
 */
final class ConstantFolding {
  private static final int SMALL_BYTES = 1024;

  private ConstantFolding() {}

  static void apply(Draft draft) {
    Map<String, Integer> readers = draft.readers();
    List<NodeProto> left = new ArrayList<>();
    for (NodeProto node : draft.nodes()) {
      Optional<TensorProto> folded =
          isCandidate(node, draft, readers)
              ? FoldedNode.of(node, operands(node, draft))
              : Optional.empty();
      if (folded.isPresent()) {
        draft.store(node.getOutput(0), folded.get());
      } else {
        left.add(node);
      }
    }
    draft.replace(left);
  }

  private static boolean isCandidate(NodeProto node, Draft draft, Map<String, Integer> readers) {
    return node.getOutputCount() == 1
        && node.getInputCount() > 0
        && !draft.isKept(node.getOutput(0))
        && node.getInputList().stream()
            .allMatch(input ->
                draft.constant(input).isPresent()
                    && (readers.getOrDefault(input, 0) == 1 || isSmall(draft, input)));
  }

  private static boolean isSmall(Draft draft, String input) {
    TensorProto tensor = draft.constant(input).orElseThrow();
    return Tensor.elements(Initializers.shape(tensor)) * 8L <= SMALL_BYTES;
  }

  private static List<TensorProto> operands(NodeProto node, Draft draft) {
    return node.getInputList().stream().map(input -> draft.constant(input).orElseThrow()).toList();
  }
}
