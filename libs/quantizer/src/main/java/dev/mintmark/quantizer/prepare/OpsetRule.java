package dev.mintmark.quantizer.prepare;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.mintmark.quantizer.model.Attributes;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.model.Operators;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a node of operator set 9 to 12 is in operator set 13, by ONNX's changelog. Attributes that
 * became operands are stored; Softmax and its kin, which took everything from their axis on as one,
 * are wrapped so that they still do.
 */
final class OpsetRule {
  private static final long CLIP_AND_PAD = 11;
  private static final long SLICE = 10;
  private static final Set<String> AXES_AS_OPERAND = Set.of("Squeeze", "Unsqueeze", "ReduceSum");
  private static final Set<String> FLATTENING = Set.of("Softmax", "LogSoftmax");

  private OpsetRule() {}

  /** The nodes that stand for it, the last one with its output; none when there is no rule. */
  static List<NodeProto> raise(NodeProto node, long from, Draft draft) {
    String operator = node.getOpType();
    if (AXES_AS_OPERAND.contains(operator)) {
      return List.of(withOperand(node, "axes", draft));
    }
    if (FLATTENING.contains(operator)) {
      return flattened(node, draft);
    }
    return switch (operator) {
      case "Split" -> List.of(withOperand(node, "split", draft));
      case "Dropout" -> handsOn(node, draft) ? List.of(identity(node)) : List.of();
      case "Clip" -> List.of(from < CLIP_AND_PAD ? clip(node, draft) : node);
      case "Pad" -> List.of(from < CLIP_AND_PAD ? pad(node, draft) : node);
      case "Slice" -> List.of(from < SLICE ? slice(node, draft) : node);
      case "Resize" -> isSameResize(node, from) ? List.of(node) : List.of();
      default -> Operators.SAME_FROM_9_TO_13.contains(operator) ? List.of(node) : List.of();
    };
  }

  private static NodeProto without(NodeProto node, String... names) {
    List<String> dropped = Arrays.asList(names);
    List<AttributeProto> left =
        node.getAttributeList().stream().filter(a -> !dropped.contains(a.getName())).toList();
    return node.toBuilder().clearAttribute().addAllAttribute(left).build();
  }

  private static NodeProto withOperand(NodeProto node, String attribute, Draft draft) {
    List<Long> numbers = Attributes.integers(node, attribute);
    if (numbers.isEmpty() || node.getInputCount() != 1) {
      return without(node, attribute);
    }
    return without(node, attribute).toBuilder()
        .addInput(stored(Initializers.ofLongs(numbers), draft))
        .build();
  }

  private static String stored(TensorProto tensor, Draft draft) {
    String name = draft.fresh();
    draft.store(name, tensor);
    return name;
  }

  private static List<NodeProto> flattened(NodeProto node, Draft draft) {
    long axis = Attributes.integer(node, "axis", 1);
    NodeProto last =
        without(node, "axis").toBuilder().addAttribute(Attributes.of("axis", -1)).build();
    if (axis == -1) {
      return List.of(last);
    }
    String shape = draft.fresh();
    String flat = draft.fresh();
    String result = draft.fresh();
    List<NodeProto> nodes = new ArrayList<>();
    nodes.add(node("Shape", List.of(node.getInput(0)), shape));
    nodes.add(
        node("Flatten", List.of(node.getInput(0)), flat).toBuilder()
            .addAttribute(Attributes.of("axis", axis))
            .build());
    nodes.add(last.toBuilder().setInput(0, flat).setOutput(0, result).build());
    nodes.add(node("Reshape", List.of(result, shape), node.getOutput(0)));
    return nodes;
  }

  private static NodeProto node(String operator, List<String> inputs, String output) {
    return NodeProto.newBuilder().setOpType(operator).addAllInput(inputs).addOutput(output).build();
  }

  private static boolean handsOn(NodeProto node, Draft draft) {
    return node.getOutputCount() == 1
        || (!draft.readers().containsKey(node.getOutput(1)) && !draft.isKept(node.getOutput(1)));
  }

  private static NodeProto identity(NodeProto node) {
    return node("Identity", List.of(node.getInput(0)), node.getOutput(0));
  }

  private static NodeProto clip(NodeProto node, Draft draft) {
    NodeProto.Builder clip = without(node, "min", "max").toBuilder();
    clip.addInput(scalar(node, "min", draft)).addInput(scalar(node, "max", draft));
    return clip.build();
  }

  /** The name of the stored attribute; empty when the node does not have it. */
  private static String scalar(NodeProto node, String name, Draft draft) {
    Optional<AttributeProto> attribute = Attributes.find(node, name);
    return attribute.isEmpty()
        ? ""
        : stored(Initializers.ofFloats(new long[0], new float[] {attribute.get().getF()}), draft);
  }

  private static NodeProto pad(NodeProto node, Draft draft) {
    String pads = stored(Initializers.ofLongs(Attributes.integers(node, "pads")), draft);
    NodeProto.Builder pad = without(node, "pads", "value").toBuilder().addInput(pads);
    String value = scalar(node, "value", draft);
    return value.isEmpty() ? pad.build() : pad.addInput(value).build();
  }

  private static NodeProto slice(NodeProto node, Draft draft) {
    NodeProto.Builder slice =
        without(node, "starts", "ends", "axes").toBuilder()
            .addInput(stored(Initializers.ofLongs(Attributes.integers(node, "starts")), draft))
            .addInput(stored(Initializers.ofLongs(Attributes.integers(node, "ends")), draft));
    List<Long> axes = Attributes.integers(node, "axes");
    return axes.isEmpty()
        ? slice.build()
        : slice.addInput(stored(Initializers.ofLongs(axes), draft)).build();
  }

  private static boolean isSameResize(NodeProto node, long from) {
    String mode = Attributes.text(node, "coordinate_transformation_mode", "half_pixel");
    return from >= CLIP_AND_PAD && !mode.equals("tf_half_pixel_for_nn");
  }
}
