package dev.mintmark.quantizer.testing;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small models, each with one thing that a quantizer gets wrong easily. */
public final class Shapes {
  private Shapes() {}

  /** By name; each has the input {@code x} [1,4,8,8] or [n,4,8,8] and the output {@code y}. */
  public static Map<String, ModelBuilder> all() {
    Map<String, ModelBuilder> all = new LinkedHashMap<>();
    all.put("a weight shared along two axes", sharedWeight());
    all.put("a bias shared by two convolutions", sharedBias());
    all.put("Gemm with alpha, beta and both transposed", gemm());
    all.put("a grouped convolution", grouped());
    all.put("a grouped transposed convolution", transposedConvolution(2));
    all.put("a transposed convolution", transposedConvolution(1));
    all.put("a sum and a concatenation", joins());
    all.put("a split and a resize", splitAndResize());
    all.put("a resize by computed scales", resizeBySize());
    all.put("a product of two activations", attention());
    all.put("a branch that reads what is outside", branch());
    all.put("a table of rows", embedding());
    all.put("an output that is read", readOutput());
    all.put("batch normalization and dropout", normalized());
    all.put("softmax, clip and pad of operator set 11", old());
    return all;
  }

  private static ModelBuilder on(long opset) {
    return ModelBuilder.opset(opset).input("x", -1, 4, 8, 8);
  }

  private static ModelBuilder flat() {
    return on(13).longs("flat/shape", -1, 16).node("Reshape", List.of("x", "flat/shape"), "flat");
  }

  private static ModelBuilder sharedWeight() {
    return flat()
        .floats("w", new long[] {16, 16}, TinyModels.wave(256, 0.37f))
        .node("MatMul", List.of("flat", "w"), "first")
        .node("Gemm", List.of("first", "w"), "y", ModelBuilder.number("transB", 1))
        .output("y", -1, 16);
  }

  private static ModelBuilder sharedBias() {
    return on(13)
        .floats("w1", new long[] {4, 4, 1, 1}, TinyModels.wave(16, 0.7f))
        .floats("w2", new long[] {4, 4, 3, 3}, TinyModels.wave(144, 0.3f))
        .floats("b", new long[] {4}, 0.5f, -0.5f, 2, 0)
        .node("Conv", List.of("x", "w1", "b"), "first")
        .node("Conv", List.of("first", "w2", "b"), "y")
        .output("y", -1, 4, 6, 6);
  }

  private static ModelBuilder gemm() {
    return ModelBuilder.opset(13)
        .input("x", -1, 4, 8, 8)
        .longs("flat/shape", 16, -1)
        .node("Reshape", List.of("x", "flat/shape"), "flat")
        .floats("w", new long[] {8, 16}, TinyModels.wave(128, 0.41f))
        .floats("b", new long[] {8}, TinyModels.wave(8, 1.1f))
        .node(
            "Gemm",
            List.of("flat", "w", "b"),
            "y",
            real("alpha", 0.5f),
            real("beta", 3f),
            ModelBuilder.number("transA", 1),
            ModelBuilder.number("transB", 1))
        .output("y", -1, 8);
  }

  private static ModelBuilder grouped() {
    return on(13)
        .floats("w", new long[] {8, 2, 3, 3}, TinyModels.wave(144, 0.23f))
        .floats("b", new long[] {8}, TinyModels.wave(8, 0.9f))
        .node("Conv", List.of("x", "w", "b"), "y", ModelBuilder.number("group", 2))
        .output("y", -1, 8, 6, 6);
  }

  private static ModelBuilder transposedConvolution(int groups) {
    return on(13)
        .floats("w", new long[] {4, 3, 2, 2}, TinyModels.wave(48, 0.23f))
        .floats("b", new long[] {3L * groups}, TinyModels.wave(3 * groups, 0.9f))
        .node(
            "ConvTranspose",
            List.of("x", "w", "b"),
            "y",
            ModelBuilder.number("group", groups),
            ModelBuilder.numbers("strides", 2, 2))
        .output("y", -1, 3L * groups, 16, 16);
  }

  private static ModelBuilder joins() {
    return on(13)
        .floats("w", new long[] {4, 4, 1, 1}, TinyModels.wave(16, 0.7f))
        .node("Conv", List.of("x", "w"), "c")
        .node("Relu", List.of("c"), "r")
        .node("Add", List.of("r", "x"), "s")
        .node("Concat", List.of("s", "r"), "y", ModelBuilder.number("axis", 1))
        .output("y", -1, 8, 8, 8);
  }

  private static ModelBuilder splitAndResize() {
    NodeProto split =
        NodeProto.newBuilder()
            .setOpType("Split")
            .addAllInput(List.of("c", "parts"))
            .addAllOutput(List.of("left", "right"))
            .addAttribute(ModelBuilder.number("axis", 1))
            .build();
    return on(13)
        .floats("w", new long[] {4, 4, 1, 1}, TinyModels.wave(16, 0.7f))
        .longs("parts", 1, 3)
        .floats("scales", new long[] {4}, 1, 1, 2, 2)
        .node("Conv", List.of("x", "w"), "c")
        .node(split)
        .node("Resize", List.of("right", "", "scales"), "large")
        .node("Relu", List.of("large"), "y")
        .node("Relu", List.of("left"), "z")
        .output("y", -1, 3, 16, 16)
        .output("z", -1, 1, 8, 8);
  }

  private static ModelBuilder resizeBySize() {
    return on(13)
        .floats("w", new long[] {4, 4, 1, 1}, TinyModels.wave(16, 0.7f))
        .floats("times", new long[] {4}, 1, 1, 1.5f, 1.5f)
        .node("Conv", List.of("x", "w"), "c")
        .node("Shape", List.of("c"), "size")
        .node("Cast", List.of("size"), "sizes", ModelBuilder.number("to", DataType.FLOAT_VALUE))
        .node("Mul", List.of("sizes", "times"), "wanted")
        .node("Div", List.of("wanted", "sizes"), "ratio")
        .node("Mul", List.of("ratio", "one"), "scales")
        .floats("one", new long[] {4}, 1, 1, 1, 1)
        .node("Resize", List.of("c", "", "scales"), "large")
        .node("Relu", List.of("large"), "y")
        .output("y", -1, 4, 12, 12);
  }

  private static ModelBuilder attention() {
    return on(13)
        .node("Transpose", List.of("x"), "t", ModelBuilder.numbers("perm", 0, 1, 3, 2))
        .node("MatMul", List.of("x", "t"), "y")
        .output("y", -1, 4, 8, 8);
  }

  private static ModelBuilder branch() {
    GraphProto.Builder taken = GraphProto.newBuilder().setName("taken");
    taken.addNode(
        NodeProto.newBuilder()
            .setOpType("Add")
            .addAllInput(List.of("c", "offset"))
            .addOutput("taken/sum"));
    taken.addOutput(ModelBuilder.value("taken/sum", DataType.FLOAT, -1, 4, 8, 8));
    GraphProto.Builder other = GraphProto.newBuilder().setName("other");
    other.addNode(
        NodeProto.newBuilder().setOpType("Identity").addInput("c").addOutput("other/same"));
    other.addOutput(ModelBuilder.value("other/same", DataType.FLOAT, -1, 4, 8, 8));
    return on(13)
        .floats("w", new long[] {4, 4, 1, 1}, TinyModels.wave(16, 0.7f))
        .floats("offset", new long[] {}, 0.25f)
        .floats("limit", new long[] {}, -1000)
        .node("Conv", List.of("x", "w"), "c")
        .node("ReduceMax", List.of("x"), "most", ModelBuilder.number("keepdims", 0))
        .node("Greater", List.of("most", "limit"), "condition")
        .node(
            "If",
            List.of("condition"),
            "chosen",
            graph("then_branch", taken.build()),
            graph("else_branch", other.build()))
        .node("Relu", List.of("chosen"), "y")
        .output("y", -1, 4, 8, 8);
  }

  private static ModelBuilder embedding() {
    return on(13)
        .floats("rows", new long[] {5, 64}, rising(320))
        .node("Abs", List.of("x"), "size")
        .node("Cast", List.of("size"), "index", ModelBuilder.number("to", DataType.INT64_VALUE))
        .node("Gather", List.of("rows", "index"), "row")
        .floats("w", new long[] {64, 4}, rising(256))
        .node("MatMul", List.of("row", "w"), "y")
        .output("y", -1, 4, 8, 8, 4);
  }

  private static ModelBuilder readOutput() {
    return on(13)
        .floats("w", new long[] {4, 4, 1, 1}, TinyModels.wave(16, 0.7f))
        .node("Conv", List.of("x", "w"), "c")
        .node("Relu", List.of("c"), "y")
        .node("MaxPool", List.of("y"), "z", ModelBuilder.numbers("kernel_shape", 2, 2))
        .output("c", -1, 4, 8, 8)
        .output("y", -1, 4, 8, 8)
        .output("z", -1, 4, 7, 7);
  }

  private static ModelBuilder normalized() {
    return on(11)
        .floats("w", new long[] {4, 4, 1, 1}, TinyModels.wave(16, 0.7f))
        .floats("gamma", new long[] {4}, 1, 0.5f, -2, 1.5f)
        .floats("beta", new long[] {4}, 0, 1, -1, 0.25f)
        .floats("mean", new long[] {4}, 0.1f, -0.3f, 0, 2)
        .floats("variance", new long[] {4}, 1, 0.2f, 3, 0.5f)
        .node("Conv", List.of("x", "w"), "c")
        .node("BatchNormalization", List.of("c", "gamma", "beta", "mean", "variance"), "n")
        .node("Identity", List.of("n"), "same")
        .node("Dropout", List.of("same"), "kept", real("ratio", 0.5f))
        .node("Relu", List.of("kept"), "y")
        .output("y", -1, 4, 8, 8);
  }

  private static ModelBuilder old() {
    return on(9)
        .floats("w", new long[] {4, 4, 1, 1}, TinyModels.wave(16, 0.7f))
        .node("Conv", List.of("x", "w"), "c")
        .node("Clip", List.of("c"), "clipped", real("min", -0.75f), real("max", 0.5f))
        .node(
            "Pad",
            List.of("clipped"),
            "padded",
            ModelBuilder.numbers("pads", 0, 0, 1, 1, 0, 0, 1, 1))
        .node(
            "Slice",
            List.of("padded"),
            "cut",
            ModelBuilder.numbers("starts", 1),
            ModelBuilder.numbers("ends", 9),
            ModelBuilder.numbers("axes", 2))
        .node("Softmax", List.of("cut"), "likely", ModelBuilder.number("axis", 2))
        .node(
            "ReduceSum",
            List.of("likely"),
            "sum",
            ModelBuilder.numbers("axes", 3),
            ModelBuilder.number("keepdims", 0))
        .node("Unsqueeze", List.of("sum"), "y", ModelBuilder.numbers("axes", 0))
        .output("y", 1, -1, 4, 8);
  }

  /** From 0.5 up: sums of products do not cancel out. */
  private static float[] rising(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = 0.5f + i % 97 * 0.01f;
    }
    return values;
  }

  private static AttributeProto real(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  private static AttributeProto graph(String name, GraphProto value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(value)
        .build();
  }
}
