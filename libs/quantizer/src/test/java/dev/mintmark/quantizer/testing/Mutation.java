package dev.mintmark.quantizer.testing;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import java.util.SplittableRandom;

/** Changes to a model that leave it a protobuf file but seldom a sensible graph. */
public final class Mutation {
  private static final List<String> OPERATORS =
      List.of(
          "Conv",
          "ConvTranspose",
          "Gemm",
          "MatMul",
          "Gather",
          "Split",
          "Resize",
          "Identity",
          "Dropout",
          "BatchNormalization",
          "Softmax",
          "Unsqueeze",
          "Transpose",
          "Concat",
          "Cast",
          "ConstantOfShape",
          "Constant",
          "Clip",
          "Pad",
          "Slice",
          "If",
          "QuantizeLinear",
          "");

  private static final List<String> NAMES =
      List.of("axis", "group", "alpha", "transB", "perm", "axes", "pads", "value", "to", "mode");

  private Mutation() {}

  /** The model after one to four changes. */
  public static byte[] of(ModelProto model, SplittableRandom random) {
    ModelProto.Builder changed = model.toBuilder();
    for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
      change(changed.getGraphBuilder(), random);
    }
    if (random.nextInt(8) == 0) {
      changed.getOpsetImportBuilder(0).setVersion(random.nextInt(8, 23));
    }
    byte[] bytes = changed.build().toByteArray();
    if (random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static void change(GraphProto.Builder graph, SplittableRandom random) {
    if (graph.getNodeCount() == 0 || random.nextInt(4) == 0) {
      changeTensor(graph, random);
      return;
    }
    int at = random.nextInt(graph.getNodeCount());
    NodeProto.Builder node = graph.getNodeBuilder(at);
    switch (random.nextInt(8)) {
      case 0 -> graph.removeNode(at);
      case 1 -> graph.addNode(random.nextInt(graph.getNodeCount()), node.build());
      case 2 -> node.setOpType(OPERATORS.get(random.nextInt(OPERATORS.size())));
      case 3 -> node.addInput(anyName(graph, random));
      case 4 -> node.addOutput(anyName(graph, random));
      case 5 -> node.clearInput();
      case 6 -> {
        if (node.getInputCount() > 0) {
          node.setInput(random.nextInt(node.getInputCount()), anyName(graph, random));
        }
      }
      default -> node.addAttribute(attribute(graph, random));
    }
  }

  private static String anyName(GraphProto.Builder graph, SplittableRandom random) {
    NodeProto node = graph.getNode(random.nextInt(graph.getNodeCount()));
    return switch (random.nextInt(4)) {
      case 0 -> "";
      case 1 -> "x";
      case 2 -> node.getOutputCount() == 0 ? "" : node.getOutput(0);
      default ->
          graph.getInitializerCount() == 0
              ? "w"
              : graph.getInitializer(random.nextInt(graph.getInitializerCount())).getName();
    };
  }

  private static AttributeProto attribute(GraphProto.Builder graph, SplittableRandom random) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(NAMES.get(random.nextInt(NAMES.size())));
    long number = random.nextBoolean() ? random.nextInt(-3, 4) : random.nextLong();
    return switch (random.nextInt(5)) {
      case 0 -> attribute.setType(AttributeProto.AttributeType.INT).setI(number).build();
      case 1 -> attribute.setType(AttributeProto.AttributeType.FLOAT).setF((float) number).build();
      case 2 ->
          attribute.setType(AttributeProto.AttributeType.INTS).addInts(number).addInts(0).build();
      case 3 -> attribute.setType(AttributeProto.AttributeType.GRAPH).setG(graph.build()).build();
      default -> attribute.build();
    };
  }

  private static void changeTensor(GraphProto.Builder graph, SplittableRandom random) {
    if (graph.getInitializerCount() == 0) {
      return;
    }
    TensorProto.Builder tensor =
        graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount()));
    switch (random.nextInt(5)) {
      case 0 -> tensor.addDims(random.nextBoolean() ? 1 : random.nextInt(-2, 1 << 20));
      case 1 -> {
        List<Long> dimensions = List.copyOf(tensor.getDimsList());
        tensor.clearDims();
        dimensions.reversed().forEach(tensor::addDims);
      }
      case 2 -> tensor.setDataType(random.nextInt(0, 24));
      case 3 -> tensor.clearDims();
      default -> tensor.clearRawData();
    }
  }
}
