package dev.mintmark.quantizer.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.prepare.PreparedGraph;
import dev.mintmark.quantizer.testing.ModelBuilder;
import dev.mintmark.quantizer.testing.TinyModels;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxModelTest {
  @Test
  void tellsAModelsFacts() {
    ModelFacts facts = ModelFacts.of(TinyModels.detector(12).bytes());

    assertThat(facts.opset()).isEqualTo(12);
    assertThat(facts.irVersion()).isEqualTo(7);
    assertThat(facts.producer()).isEmpty();
    assertThat(facts.nodes()).isEqualTo(11);
    assertThat(facts.parameters()).isEqualTo(72 + 4 + 24 + 4 + 18 + 3 + 3);
    assertThat(facts.inputs())
        .containsExactly(new TensorFact("x", "float32", List.of(1L, 2L, 8L, 8L)));
    assertThat(facts.outputs()).extracting(TensorFact::shapeText).containsExactly("1x16x3");
  }

  @Test
  void leavesOutInputsThatAreInitializersAndMarksOpenDimensions() {
    ModelBuilder model =
        ModelBuilder.opset(13)
            .input("x", -1, 4)
            .input("w", 4)
            .floats("w", new long[] {4}, 1, 2, 3, 4)
            .node("Add", List.of("x", "w"), "y")
            .output("y", -1, 4);

    ModelFacts facts = model.build().facts();

    assertThat(facts.inputs()).extracting(TensorFact::name).containsExactly("x");
    assertThat(facts.inputs()).extracting(TensorFact::shapeText).containsExactly("?x4");
    assertThat(model.build().inputs().getFirst().accepts(new long[] {7, 4})).isTrue();
    assertThat(model.build().inputs().getFirst().accepts(new long[] {7, 5})).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void refuses(String name, byte[] bytes, String code, String found) {
    assertThatThrownBy(() -> OnnxModel.parse(bytes))
        .isInstanceOf(QuantizerException.class)
        .hasMessageContaining(found)
        .hasMessageEndingWith("(" + code + ")");
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        bad("nothing", new byte[0], "QNT-001", "hold no ONNX graph"),
        bad("text", "this is not a model".getBytes(UTF_8), "QNT-001", "not an ONNX file"),
        bad("a cut file", cut(TinyModels.detector(12).bytes()), "QNT-001", "not an ONNX file"),
        bad("an old operator set", TinyModels.relu(8), "QNT-002", "uses operator set 8"),
        bad("a future operator set", TinyModels.relu(99), "QNT-002", "uses operator set 99"),
        bad(
            "no operator set",
            TinyModels.relu(13).proto().toBuilder().clearOpsetImport().build().toByteArray(),
            "QNT-002",
            "no default operator set"),
        bad(
            "a future format",
            TinyModels.relu(13).proto().toBuilder().setIrVersion(99).build().toByteArray(),
            "QNT-002",
            "IR version 99"),
        bad(
            "local functions",
            TinyModels.relu(13).proto().toBuilder()
                .addFunctions(FunctionProto.getDefaultInstance())
                .build()
                .toByteArray(),
            "QNT-003",
            "local functions"),
        bad(
            "another domain",
            TinyModels.relu(13)
                .node(
                    NodeProto.newBuilder()
                        .setOpType("Attention")
                        .setDomain("com.microsoft")
                        .addInput("y")
                        .addOutput("z")
                        .build()),
            "QNT-003",
            "domain 'com.microsoft'"),
        bad("a subgraph", subgraph(), "QNT-004", "which only If, Loop and Scan do"),
        bad("external data", weight(external()), "QNT-005", "'w': is stored outside"),
        bad(
            "a use before it is made",
            TinyModels.relu(13).node("Relu", List.of("later"), "z"),
            "QNT-006",
            "node 1 (Relu): reads 'later'"),
        bad(
            "a name that is set twice",
            TinyModels.relu(13).node("Relu", List.of("x"), "y"),
            "QNT-006",
            "'y': is set twice"),
        bad(
            "a name with a line break",
            TinyModels.relu(13).node("Relu", List.of("x"), "a\nb"),
            "QNT-006",
            "control characters"),
        bad(
            "no output",
            ModelBuilder.opset(13).input("x", 1).node("Relu", List.of("x"), "y"),
            "QNT-006",
            "has no output"),
        bad(
            "an output of no node",
            TinyModels.relu(13).output("z", 1),
            "QNT-006",
            "'z': is made by no node"),
        bad(
            "an output that is an input",
            TinyModels.relu(13).output("x", 1),
            "QNT-006",
            "'x': is made by no node"),
        bad(
            "too few weights",
            weight(floats(3, 4, 5)),
            "QNT-006",
            "3 elements where its shape needs 4"),
        bad(
            "a negative dimension",
            weight(floats(1, 4).toBuilder().setDims(0, -4).build()),
            "QNT-006",
            "negative"),
        bad(
            "a huge dimension",
            weight(floats(1, 4).toBuilder().setDims(0, 1L << 40).build()),
            "QNT-006",
            "too many"),
        bad(
            "a NaN weight",
            weight(floats(1, Float.NaN, 3, 4)),
            "QNT-008",
            "'w': holds a value that is NaN"),
        bad(
            "a quantized model",
            TinyModels.relu(13).node("QuantizeLinear", List.of("y", "y"), "q"),
            "QNT-009",
            "node 1 (QuantizeLinear)"));
  }

  private static Arguments bad(String name, ModelBuilder model, String code, String found) {
    return bad(name, model.bytes(), code, found);
  }

  private static Arguments bad(String name, byte[] model, String code, String found) {
    return Arguments.of(name, model, code, found);
  }

  private static byte[] cut(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  private static ModelBuilder subgraph() {
    AttributeProto body =
        AttributeProto.newBuilder()
            .setName("body")
            .setType(AttributeProto.AttributeType.GRAPH)
            .setG(GraphProto.getDefaultInstance())
            .build();
    return TinyModels.relu(13).node("Relu", List.of("x"), "z", body);
  }

  private static ModelBuilder weight(TensorProto weight) {
    return TinyModels.relu(13).initializer(weight).node("Add", List.of("y", "w"), "z");
  }

  /** A weight of shape [4], whatever the number of values. */
  private static TensorProto floats(float... values) {
    return Initializers.ofFloats(new long[] {values.length}, values).toBuilder()
        .setDims(0, 4)
        .setName("w")
        .build();
  }

  private static TensorProto external() {
    return TensorProto.newBuilder()
        .setName("w")
        .setDataType(DataType.FLOAT.getNumber())
        .addDims(4)
        .setDataLocation(DataLocation.EXTERNAL)
        .build();
  }

  @Test
  void refusesAConstantWithExternalData() {
    AttributeProto value =
        AttributeProto.newBuilder()
            .setName("value")
            .setType(AttributeProto.AttributeType.TENSOR)
            .setT(external())
            .build();
    ModelBuilder model = TinyModels.relu(13).node("Constant", List.of(), "c", value);

    assertThatThrownBy(model::build).hasMessageEndingWith("(QNT-005)");
  }

  @Test
  void refusesSamplesForAModelWithTextInputs() {
    OnnxModel model = TinyModels.relu(13).input(DataType.STRING, "words", 1).build();

    assertThatThrownBy(model::inputs).hasMessageEndingWith("(QNT-007)");
  }

  @Test
  void eitherReadsOrRefusesDamagedModels() {
    byte[] good = TinyModels.detector(13).bytes();
    SplittableRandom random = new SplittableRandom(20260117);
    int read = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] damaged = good.clone();
      for (int flips = random.nextInt(1, 8); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        PreparedGraph.of(OnnxModel.parse(damaged));
        read++;
      } catch (QuantizerException e) {
        assertThat(e.code().code()).startsWith("QNT-00");
      }
    }
    assertThat(read).isBetween(1, 4_999);
  }

  @Test
  void raisesTheOperatorSetWhenAllOperatorsKeepTheirMeaning() {
    PreparedGraph graph = PreparedGraph.of(TinyModels.detector(12).build());

    assertThat(graph.opset()).isEqualTo(13);
  }

  @Test
  void keepsANewerOperatorSet() {
    assertThat(PreparedGraph.of(TinyModels.detector(15).build()).opset()).isEqualTo(15);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changed")
  void refusesToRaiseAnOperatorWhoseMeaningChanged(String operator) {
    OnnxModel old = TinyModels.relu(12).node(operator, List.of("y"), "z").build();
    OnnxModel recent = TinyModels.relu(13).node(operator, List.of("y"), "z").build();

    assertThatThrownBy(() -> PreparedGraph.of(old))
        .hasMessageContaining("node 1 (" + operator + ")")
        .hasMessageEndingWith("(QNT-003)");
    assertThat(PreparedGraph.of(recent).nodes()).hasSize(2);
  }

  static Stream<String> changed() {
    return Stream.of("Hardmax", "TopK", "Upsample", "Scatter", "NoSuchOp");
  }

  @Test
  void hoistsConstantsIntoInitializers() {
    AttributeProto value =
        AttributeProto.newBuilder()
            .setName("value")
            .setType(AttributeProto.AttributeType.TENSOR)
            .setT(Initializers.ofFloats(new long[] {1}, new float[] {2}))
            .build();
    OnnxModel model =
        TinyModels.relu(13)
            .node("Constant", List.of(), "c", value)
            .node("Add", List.of("y", "c"), "z")
            .build();

    PreparedGraph graph = PreparedGraph.of(model);

    assertThat(graph.nodes()).extracting(NodeProto::getOpType).containsExactly("Relu", "Add");
    assertThat(graph.initializers()).containsKey("c");
  }

  @Test
  void tellsFloatTensorsFromOthers() {
    OnnxModel model =
        TinyModels.relu(13)
            .node("Shape", List.of("y"), "shape")
            .node("Cast", List.of("shape"), "cast", ModelBuilder.number("to", 1))
            .node("Relu", List.of("cast"), "z")
            .node("NoSuchOp", List.of("z"), "unknown")
            .build();

    assertThat(FloatTensors.of(model)).containsExactly("x", "y", "cast", "z");
  }

  @Test
  void readsTypedAndRawFloatsAlike() {
    TensorProto typed =
        TensorProto.newBuilder()
            .setDataType(DataType.FLOAT.getNumber())
            .addDims(2)
            .addFloatData(1.5f)
            .addFloatData(-2)
            .build();
    TensorProto raw =
        typed.toBuilder()
            .clearFloatData()
            .setRawData(
                ByteString.copyFrom(new byte[] {0, 0, (byte) 0xc0, 0x3f, 0, 0, 0, (byte) 0xc0}))
            .build();

    assertThat(Initializers.floats(raw).values()).isEqualTo(Initializers.floats(typed).values());
  }
}
