package dev.mintmark.quantizer.prepare;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.model.Operators;
import java.util.ArrayList;
import java.util.List;

/** Raises a graph to operator set 13, the first one with per-channel DequantizeLinear. */
final class OpsetRaise {
  private OpsetRaise() {}

  static void apply(Draft draft) {
    long from = draft.opset();
    if (from >= Operators.PER_CHANNEL_OPSET) {
      return;
    }
    if (draft.hasSubgraphs()) {
      throw new QuantizerException(
          RefusalCode.SUBGRAPH,
          "model",
          "runs subgraphs in operator set " + from,
          "export it with operator set " + Operators.PER_CHANNEL_OPSET + " or newer");
    }
    List<NodeProto> raised = new ArrayList<>();
    for (int i = 0; i < draft.nodes().size(); i++) {
      NodeProto node = draft.nodes().get(i);
      List<NodeProto> others = OpsetRule.raise(node, from, draft);
      if (others.isEmpty()) {
        throw new QuantizerException(
            RefusalCode.UNSUPPORTED_OPERATOR,
            "node " + i + " (" + node.getOpType() + ")",
            "is not known to mean the same in operator set " + from + " and 13",
            "export the model with operator set 13 or newer");
      }
      raised.addAll(others);
    }
    draft.raise(Operators.PER_CHANNEL_OPSET);
    draft.replace(raised);
  }
}
