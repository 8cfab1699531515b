package dev.mintmark.quantizer.model;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How many operands an operator needs at least, where the quantizer looks at them. */
final class Arity {
  private static final Map<String, Integer> LEAST =
      Map.ofEntries(
          Map.entry("Add", 2),
          Map.entry("BatchNormalization", 5),
          Map.entry("Conv", 2),
          Map.entry("ConvTranspose", 2),
          Map.entry("Div", 2),
          Map.entry("Expand", 2),
          Map.entry("Gather", 2),
          Map.entry("Gemm", 2),
          Map.entry("MatMul", 2),
          Map.entry("Mul", 2),
          Map.entry("Pow", 2),
          Map.entry("Reshape", 2),
          Map.entry("Sub", 2),
          Map.entry("Where", 3));

  private static final Set<String> WITHOUT =
      Set.of("Constant", "RandomNormal", "RandomUniform", "Optional", "SequenceEmpty");

  private Arity() {}

  /**
   * Checks that the operands which an operator cannot do without are there.
   *
   * @throws QuantizerException {@code QNT-006}
   */
  static void check(String subject, NodeProto node) {
    int least = LEAST.getOrDefault(node.getOpType(), WITHOUT.contains(node.getOpType()) ? 0 : 1);
    List<String> inputs = node.getInputList();
    boolean there = inputs.size() >= least && !inputs.subList(0, least).contains("");
    boolean branches = node.getOpType().equals("Loop");
    if (!there && !branches) {
      throw new QuantizerException(
          RefusalCode.MALFORMED_GRAPH,
          subject,
          "has the operands " + inputs + " where the first " + least + " are needed",
          "export the model again");
    }
  }
}
