package dev.mintmark.quantizer.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.content.Digest;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.calibrate.Calibration;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.calibrate.Calibrator;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.run.RecordedRun;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Scheme;
import dev.mintmark.quantizer.tensor.Tensor;
import dev.mintmark.quantizer.testing.ModelBuilder;
import dev.mintmark.quantizer.testing.TinyModels;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QuantizerTest {
  private static final Scheme STATIC =
      new Scheme.Static(Calibrator.MIN_MAX, ActivationType.UINT8, true);
  private static final OnnxModel DETECTOR = TinyModels.detector(12).build();
  private static final SampleSet SAMPLES = TinyModels.samples("calibration", 0, 4);

  static Stream<Arguments> configs() {
    return Stream.of(
        Arguments.of("uint8", STATIC, 0.03),
        Arguments.of("int8", config(ActivationType.INT8, true), 0.03),
        Arguments.of("uint8, one scale a weight", config(ActivationType.UINT8, false), 0.05),
        Arguments.of("weights only", new Scheme.WeightOnly(true), 0.01));
  }

  private static Scheme config(ActivationType type, boolean perChannel) {
    return new Scheme.Static(Calibrator.MIN_MAX, type, perChannel);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("configs")
  void computesAlmostWhatTheFloatModelDoes(String name, Scheme config, double most) {
    QuantizedModel quantized = quantize(DETECTOR, config);
    Tensor sample = TinyModels.tensor(SAMPLES.samples().getFirst(), DETECTOR);

    assertThat(difference(DETECTOR, quantized, sample).get("y")).isBetween(1e-6, most);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("configs")
  void givesTheSameBytesInAnotherLocaleAndTimeZone(String name, Scheme config, double most) {
    CalibrationTable table = Calibration.measure(DETECTOR, SAMPLES);
    byte[] first = Quantizer.apply(DETECTOR, table, config).bytes();
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      byte[] second =
          Quantizer.apply(
                  OnnxModel.parse(DETECTOR.bytes()), CalibrationTable.parse(table.bytes()), config)
              .bytes();
      assertThat(second).isEqualTo(first);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  /**
   * The bytes that this test has always given: whoever changes them on purpose raises the producer
   * version in GraphWriter too, because recorded releases can no longer be made again.
   */
  @Test
  void givesTheBytesOfThisProducerVersion() {
    byte[] bytes = Quantizer.apply(DETECTOR, FixedTable.of(DETECTOR), STATIC).bytes();

    assertThat(Digest.of(bytes).hex())
        .isEqualTo("6d7261a5b9d237fab848a16dfe62c50806567fc0d044bac5e6208db59715a5fe");
  }

  @Test
  void keepsInputsAndOutputsAndShortensOtherNames() {
    QuantizedGraph graph = QuantizedGraph.of(quantize(DETECTOR, STATIC));

    assertThat(graph.proto().getInput(0).getName()).isEqualTo("x");
    assertThat(graph.proto().getOutput(0).getName()).isEqualTo("y");
    assertThat(graph.proto().getNodeList())
        .allSatisfy(node -> {
          assertThat(node.getName()).isEmpty();
          assertThat(node.getInputList()).allMatch(n -> n.length() <= 2);
        });
  }

  @Test
  void writesOperatorSet13() {
    ModelProto model = QuantizedGraph.of(quantize(DETECTOR, STATIC)).model();

    assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(13);
    assertThat(model.getProducerName()).isEqualTo("mintmark");
  }

  @Test
  void givesEachOutputChannelOfAWeightItsScale() {
    QuantizedGraph graph = QuantizedGraph.of(quantize(DETECTOR, STATIC));
    NodeProto stem = graph.nodes("Conv").getFirst();
    NodeProto weight = graph.producer(stem.getInput(1));
    NodeProto bias = graph.producer(stem.getInput(2));

    assertThat(graph.initializer(weight.getInput(0)).getDataType()).isEqualTo(DataType.INT8_VALUE);
    assertThat(graph.initializer(weight.getInput(1)).getDimsList()).containsExactly(4L);
    assertThat(weight.getAttribute(0).getName()).isEqualTo("axis");
    assertThat(weight.getAttribute(0).getI()).isZero();
    assertThat(graph.initializer(bias.getInput(0)).getDataType()).isEqualTo(DataType.INT32_VALUE);
  }

  @Test
  void dropsReluWhereClampingCutsOffNegatives() {
    assertThat(QuantizedGraph.of(quantize(DETECTOR, STATIC)).nodes("Relu")).isEmpty();
    assertThat(
            QuantizedGraph.of(quantize(DETECTOR, config(ActivationType.INT8, true))).nodes("Relu"))
        .isEmpty();
  }

  @Test
  void keepsAReluWhoseInputIsReadElsewhere() {
    OnnxModel model =
        TinyModels.relu(13)
            .floats("c", new long[] {4}, 1, 2, 3, -4)
            .node("Add", List.of("y", "c"), "sum")
            .node("Relu", List.of("sum"), "positive")
            .node("Add", List.of("sum", "positive"), "z")
            .output("z", 1, 4)
            .build();

    QuantizedModel quantized = quantize(model, STATIC, row(0, 1, 2, 3));

    assertThat(QuantizedGraph.of(quantized).nodes("Relu")).hasSize(2);
    assertClose(model, quantized, row(0, 1, 2, 3), 0.02);
  }

  @Test
  void keepsAReluWhoseInputIsAnOutput() {
    OnnxModel model =
        TinyModels.relu(13)
            .floats("c", new long[] {4}, -1, -2, -3, -4)
            .node("Add", List.of("y", "c"), "sum")
            .output("sum", 1, 4)
            .node("Relu", List.of("sum"), "z")
            .output("z", 1, 4)
            .build();

    QuantizedModel quantized = quantize(model, STATIC, row(0, 9, 2, 3));

    assertClose(model, quantized, row(0, 9, 2, 3), 0.02);
  }

  @Test
  void dropsOnlyTheFirstOfTwoRelus() {
    OnnxModel model =
        TinyModels.relu(13)
            .floats("c", new long[] {4}, -1, -2, -3, -4)
            .node("Add", List.of("y", "c"), "sum")
            .node("Relu", List.of("sum"), "a")
            .node("Relu", List.of("a"), "z")
            .output("z", 1, 4)
            .build();

    QuantizedModel quantized = quantize(model, STATIC, row(0, 9, 2, 3));

    assertClose(model, quantized, row(0, 9, 2, 3), 0.02);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sharing")
  void givesWhatHandsValuesOnTheScaleOfItsInput(String operator) {
    QuantizedGraph graph = QuantizedGraph.of(quantize(DETECTOR, STATIC));
    NodeProto node = graph.nodes(operator).getFirst();
    NodeProto before = graph.producer(node.getInput(0));
    NodeProto after = graph.reader(node.getOutput(0));

    assertThat(before.getOpType()).isEqualTo("DequantizeLinear");
    assertThat(after.getOpType()).isEqualTo("QuantizeLinear");
    assertThat(after.getInputList().subList(1, 3)).isEqualTo(before.getInputList().subList(1, 3));
  }

  static Stream<String> sharing() {
    return Stream.of("MaxPool", "Transpose", "Reshape");
  }

  @Test
  void fillsWithTheIntegerZeroAtTheScaleOfTheSum() {
    QuantizedGraph graph = QuantizedGraph.of(quantize(DETECTOR, config(ActivationType.INT8, true)));
    NodeProto fill = graph.nodes("ConstantOfShape").getFirst();
    NodeProto dequantize = graph.reader(fill.getOutput(0));
    NodeProto concat = graph.nodes("Concat").getFirst();

    assertThat(fill.getAttribute(0).getT().getRawData().toByteArray()).containsExactly(-128);
    assertThat(dequantize.getOpType()).isEqualTo("DequantizeLinear");
    assertThat(dequantize.getInputList().subList(1, 3))
        .isEqualTo(graph.reader(concat.getOutput(0)).getInputList().subList(1, 3));
  }

  @Test
  void raisesAWeightScaleSoThatTheBiasFitsInto32Bits() {
    OnnxModel model =
        ModelBuilder.opset(13)
            .input("x", 1, 2)
            .floats("w", new long[] {2, 2}, 1e-9f, 0.5f, -1e-9f, 0.25f)
            .floats("b", new long[] {2}, 3f, -1f)
            .node("Gemm", List.of("x", "w", "b"), "y")
            .output("y", 1, 2)
            .build();
    Tensor sample = Tensor.of(new long[] {1, 2}, new float[] {0.3f, 1});

    QuantizedModel quantized = quantize(model, STATIC, sample);

    assertThat(quantized.raisedChannels()).isEqualTo(1);
    assertClose(model, quantized, sample, 0.01);
  }

  @Test
  void keepsTheBiasOfAChannelWhoseWeightsAreZero() {
    OnnxModel model =
        ModelBuilder.opset(13)
            .input("x", 1, 2)
            .floats("w", new long[] {2, 2}, 0, 0.5f, 0, 0.25f)
            .floats("b", new long[] {2}, 0.337f, -1f)
            .node("Gemm", List.of("x", "w", "b"), "y")
            .output("y", 1, 2)
            .build();
    Tensor sample = Tensor.of(new long[] {1, 2}, new float[] {0.3f, 1});

    assertClose(model, quantize(model, STATIC, sample), sample, 0.01);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("products")
  void quantizesProductsWithAStoredWeight(String name, ModelBuilder model, int expected) {
    Tensor sample = Tensor.of(new long[] {1, 3}, new float[] {0.3f, 1, -0.7f});

    QuantizedModel quantized = quantize(model.build(), STATIC, sample);

    assertThat(quantized.nodes()).isEqualTo(expected);
    assertClose(model.build(), quantized, sample, 0.02);
  }

  static Stream<Arguments> products() {
    float[] weight = TinyModels.wave(6, 0.9f);
    return Stream.of(
        Arguments.of("Gemm", product(weight, 3, 2, "Gemm"), 1),
        Arguments.of(
            "Gemm, transposed", product(weight, 2, 3, "Gemm", ModelBuilder.number("transB", 1)), 1),
        Arguments.of("MatMul", product(weight, 3, 2, "MatMul"), 1),
        Arguments.of(
            "Gemm with alpha",
            product(
                weight,
                3,
                2,
                "Gemm",
                AttributeProto.newBuilder()
                    .setName("alpha")
                    .setType(AttributeProto.AttributeType.FLOAT)
                    .setF(0.5f)
                    .build()),
            1));
  }

  private static ModelBuilder product(
      float[] weight, long rows, long columns, String operator, AttributeProto... attributes) {
    return ModelBuilder.opset(13)
        .input("x", 1, 3)
        .floats("w", new long[] {rows, columns}, weight)
        .node(operator, List.of("x", "w"), "y", attributes)
        .output("y", 1, 2);
  }

  @Test
  void storesEqualTensorsOnce() {
    QuantizedGraph graph = QuantizedGraph.of(quantize(DETECTOR, STATIC));

    assertThat(graph.proto().getInitializerList())
        .extracting(tensor -> tensor.toBuilder().clearName().build())
        .doesNotHaveDuplicates();
  }

  @Test
  void leavesTheRestInFloat() {
    OnnxModel model =
        TinyModels.relu(13)
            .node("Exp", List.of("y"), "e")
            .node("Softmax", List.of("e"), "z")
            .output("z", 1, 4)
            .build();

    QuantizedModel quantized = quantize(model, STATIC, row(0.1f, 0.2f, -1, 1));

    assertThat(QuantizedGraph.of(quantized).nodes("Softmax")).hasSize(1);
    assertClose(model, quantized, row(0.1f, 0.2f, -1, 1), 0.02);
  }

  @Test
  void keepsMetadataForTheApp() {
    ModelProto.Builder proto = TinyModels.relu(13).proto().toBuilder();
    proto.addMetadataPropsBuilder().setKey("names").setValue("face");
    OnnxModel model = OnnxModel.parse(proto.build().toByteArray());

    ModelProto quantized = QuantizedGraph.of(quantize(model, STATIC, row(0, 1, 2, 3))).model();

    assertThat(quantized.getMetadataProps(0).getValue()).isEqualTo("face");
  }

  @Test
  void refusesTheTableOfAnotherModel() {
    CalibrationTable table = Calibration.measure(DETECTOR, SAMPLES);
    OnnxModel other = TinyModels.detector(13).build();

    assertThatThrownBy(() -> Quantizer.apply(other, table, STATIC))
        .isInstanceOf(QuantizerException.class)
        .hasMessageEndingWith("(QNT-021)");
  }

  @Test
  void refusesWeightsTooLargeForABias() {
    OnnxModel model =
        ModelBuilder.opset(13)
            .input("x", 1, 1)
            .floats("w", new long[] {1, 1}, 3e38f)
            .floats("b", new long[] {1}, 1)
            .node("Gemm", List.of("x", "w", "b"), "y")
            .output("y", 1, 1)
            .build();
    Map<String, float[]> ranges = Map.of("x", new float[] {-3e38f, 3e38f}, "y", new float[] {0, 1});

    assertThatThrownBy(() -> Quantizer.apply(model, FixedTable.of(model, ranges), STATIC))
        .hasMessageContaining("weight 'w' channel 0")
        .hasMessageEndingWith("(QNT-008)");
  }

  private static Tensor row(float... values) {
    return Tensor.of(new long[] {1, 4}, values);
  }

  private static QuantizedModel quantize(OnnxModel model, Scheme config) {
    return Quantizer.apply(model, Calibration.measure(model, SAMPLES), config);
  }

  private static QuantizedModel quantize(OnnxModel model, Scheme config, Tensor sample) {
    SampleSet one = new SampleSet("calibration", List.of(TinyModels.sample("s", sample)));
    return Quantizer.apply(model, Calibration.measure(model, one), config);
  }

  private static void assertClose(
      OnnxModel model, QuantizedModel quantized, Tensor sample, double most) {
    assertThat(difference(model, quantized, sample).values()).allMatch(each -> each < most);
  }

  /** By output. */
  private static Map<String, Double> difference(
      OnnxModel model, QuantizedModel quantized, Tensor sample) {
    Map<String, Tensor> expected = RecordedRun.of(model.bytes(), TinyModels.sample("s", sample));
    Map<String, Double> differences = new HashMap<>();
    RecordedRun.of(quantized.bytes(), TinyModels.sample("s", sample))
        .forEach((name, tensor) ->
            differences.put(
                name, RecordedRun.difference(expected.getOrDefault(name, sample), tensor)));
    assertThat(differences.keySet()).isEqualTo(expected.keySet());
    return differences;
  }
}
