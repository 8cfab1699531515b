package dev.mintmark.quantizer.variant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.mintmark.content.Digest;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.run.Comparison;
import dev.mintmark.quantizer.run.RecordedRun;
import dev.mintmark.quantizer.tensor.Tensor;
import dev.mintmark.quantizer.testing.ModelBuilder;
import dev.mintmark.quantizer.testing.TinyModels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlowerVariantTest {
  private static final double FLOAT_NOISE = 1e-6;
  private static final Tensor SAMPLE =
      Tensor.of(new long[] {1, 2, 8, 8}, TinyModels.wave(128, 0.13f));

  @ParameterizedTest(name = "operator set {0}")
  @ValueSource(longs = {11, 13, 17})
  void computesTheSame(long opset) {
    byte[] model = TinyModels.detector(opset).bytes();
    assertThat(compare(model, SlowerVariant.of(model))).isInstanceOf(Comparison.Same.class);
  }

  @Test
  void hasTwiceTheConvolutionsAndAnAdditionForEach() {
    byte[] model = TinyModels.detector(13).bytes();
    byte[] slower = SlowerVariant.of(model);
    assertThat(count(slower, "Conv")).isEqualTo(2 * count(model, "Conv"));
    assertThat(count(slower, "Add")).isEqualTo(count(model, "Add") + count(model, "Conv"));
    assertThat(Digest.of(slower)).isNotEqualTo(Digest.of(model));
  }

  @Test
  void givesTheSameBytesAgain() {
    byte[] model = TinyModels.detector(13).bytes();
    assertThat(SlowerVariant.of(model)).isEqualTo(SlowerVariant.of(model.clone()));
  }

  @Test
  void canBeMadeSlowerStill() {
    byte[] model = TinyModels.detector(13).bytes();
    byte[] twice = SlowerVariant.of(SlowerVariant.of(model));
    assertThat(count(twice, "Conv")).isEqualTo(4 * count(model, "Conv"));
    assertThat(compare(model, twice)).isInstanceOf(Comparison.Same.class);
  }

  @Test
  void leavesTheOldWeightsOutOfTheFile() {
    byte[] slower = SlowerVariant.of(TinyModels.detector(13).bytes());
    assertThat(OnnxModel.parse(slower).proto().getGraph().getInitializerList())
        .extracting(TensorProto::getName)
        .doesNotContain("stem/weight", "stem/bias", "head/weight");
  }

  @Test
  void splitsWeightsThatTwoConvolutionsShare() {
    byte[] model =
        ModelBuilder.opset(13)
            .input("x", 1, 2, 8, 8)
            .floats("w", new long[] {2, 2, 1, 1}, 0.5f, -1f, 2f, 0.25f)
            .node("Conv", List.of("x", "w"), "once")
            .node("Conv", List.of("once", "w"), "y")
            .output("y", 1, 2, 8, 8)
            .bytes();
    assertThat(compare(model, SlowerVariant.of(model))).isInstanceOf(Comparison.Same.class);
  }

  @Test
  void splitsWeightsThatAConstantNodeHolds() {
    AttributeProto value =
        AttributeProto.newBuilder()
            .setName("value")
            .setType(AttributeProto.AttributeType.TENSOR)
            .setT(Initializers.ofFloats(new long[] {2, 2, 1, 1}, new float[] {1, 2, 3, 4}))
            .build();
    byte[] model =
        ModelBuilder.opset(13)
            .input("x", 1, 2, 8, 8)
            .node("Constant", List.of(), "w", value)
            .node("Conv", List.of("x", "w"), "y")
            .output("y", 1, 2, 8, 8)
            .bytes();
    byte[] slower = SlowerVariant.of(model);
    assertThat(count(slower, "Conv")).isEqualTo(2);
    assertThat(count(slower, "Constant")).isZero();
    assertThat(compare(model, slower)).isInstanceOf(Comparison.Same.class);
  }

  @Test
  void takesNoNameThatTheModelHas() {
    byte[] model =
        ModelBuilder.opset(13)
            .input("slower.1", 1, 2, 8, 8)
            .floats("slower.0", new long[] {2, 2, 1, 1}, 1, 2, 3, 4)
            .node("Conv", List.of("slower.1", "slower.0"), "slower.2")
            .output("slower.2", 1, 2, 8, 8)
            .bytes();
    assertThat(compare(model, SlowerVariant.of(model))).isInstanceOf(Comparison.Same.class);
  }

  @Test
  void refusesAModelWithoutConvolution() {
    byte[] model = TinyModels.relu(13).bytes();
    assertThatThrownBy(() -> SlowerVariant.of(model))
        .isInstanceOf(QuantizerException.class)
        .hasMessageEndingWith("(QNT-003)");
  }

  @Test
  void refusesWhatIsNoModel() {
    assertThatThrownBy(() -> SlowerVariant.of("no model".getBytes(UTF_8)))
        .isInstanceOf(QuantizerException.class)
        .hasMessageEndingWith("(QNT-001)");
  }

  private static Comparison compare(byte[] model, byte[] slower) {
    return RecordedRun.compare(
        RecordedRun.of(model, TinyModels.sample("s", SAMPLE)),
        RecordedRun.of(slower, TinyModels.sample("s", SAMPLE)),
        FLOAT_NOISE);
  }

  private static long count(byte[] model, String type) {
    return OnnxModel.parse(model).proto().getGraph().getNodeList().stream()
        .map(NodeProto::getOpType)
        .filter(type::equals)
        .count();
  }
}
