package dev.mintmark.quantizer.apply;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.calibrate.Calibration;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.calibrate.Calibrator;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.run.RecordedRun;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Activations;
import dev.mintmark.quantizer.scheme.Encoding;
import dev.mintmark.quantizer.scheme.Scheme;
import dev.mintmark.quantizer.scheme.Selection;
import dev.mintmark.quantizer.scheme.Weights;
import dev.mintmark.quantizer.tensor.Tensor;
import dev.mintmark.quantizer.testing.Shapes;
import dev.mintmark.quantizer.testing.TinyModels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scheme on every model that is easy to get wrong, run against the float model. */
class SchemesTest {
  private static final Set<Calibrator> RANGES =
      Set.of(Calibrator.MIN_MAX, Calibrator.ROOT_MEAN_SQUARE);

  private record Case(Scheme scheme, double most) {}

  private static Map<String, Case> schemes() {
    Map<String, Case> schemes = new LinkedHashMap<>();
    for (ActivationType type : ActivationType.values()) {
      double most = type.isWide() ? 0.01 : 0.03;
      schemes.put(type.id(), new Case(fixed(Activations.of(type), Weights.of(true)), most));
    }
    Activations eight = Activations.of(ActivationType.UINT8);
    Encoding middle = new Encoding(ActivationType.INT8, true);
    schemes.put("per tensor", new Case(fixed(eight, Weights.of(false)), 0.04));
    schemes.put(
        "symmetric", new Case(fixed(new Activations(middle, 0, false), Weights.of(true)), 0.04));
    schemes.put(
        "asymmetric weights", new Case(fixed(eight, new Weights(true, false, false)), 0.03));
    schemes.put("seven-bit weights", new Case(fixed(eight, new Weights(true, true, true)), 0.05));
    schemes.put(
        "seven-bit asymmetric weights per tensor",
        new Case(fixed(eight, new Weights(false, false, true)), 0.05));
    schemes.put("mixed", new Case(fixed(eight.withWideShare(0.5), Weights.of(true)), 0.03));
    schemes.put(
        "shared at joins",
        new Case(
            fixed(
                new Activations(Encoding.asymmetric(ActivationType.UINT8), 0, true),
                Weights.of(true)),
            0.03));
    schemes.put("dynamic", new Case(new Scheme.Dynamic(true), 0.03));
    schemes.put("dynamic per tensor", new Case(new Scheme.Dynamic(false), 0.03));
    schemes.put("weight-only", new Case(new Scheme.WeightOnly(true), 0.02));
    schemes.put("8-bit blocks", new Case(new Scheme.Blocks(8, 32), 0.01));
    schemes.put("4-bit blocks", new Case(new Scheme.Blocks(4, 16), 0.12));
    schemes.put("float16", new Case(new Scheme.Float16(), 0.002));
    return schemes;
  }

  private static Scheme fixed(Activations activations, Weights weights) {
    return new Scheme.Static(Calibrator.MIN_MAX, activations, weights, Selection.all());
  }

  static Stream<Arguments> all() {
    return Shapes.all().keySet().stream()
        .flatMap(model -> schemes().keySet().stream().map(scheme -> Arguments.of(model, scheme)));
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("all")
  void computesAlmostWhatTheFloatModelDoes(String name, String scheme) {
    OnnxModel model = Objects.requireNonNull(Shapes.all().get(name)).build();
    Case wanted = Objects.requireNonNull(schemes().get(scheme));
    Tensor sample = Tensor.of(new long[] {1, 4, 8, 8}, values(256));
    SampleSet samples = new SampleSet("calibration", List.of(TinyModels.sample("s", sample)));
    CalibrationTable table = Calibration.measure(model, samples, RANGES);

    Optional<QuantizedModel> made = apply(model, table, wanted.scheme());
    if (made.isEmpty()) {
      return;
    }
    QuantizedModel quantized = made.get();
    Map<String, Tensor> expected = RecordedRun.of(model.bytes(), TinyModels.sample("s", sample));
    Map<String, Tensor> actual = RecordedRun.of(quantized.bytes(), TinyModels.sample("s", sample));
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach((output, tensor) -> {
      assertThat(tensor.shape()).isEqualTo(Objects.requireNonNull(expected.get(output)).shape());
      assertThat(RecordedRun.difference(Objects.requireNonNull(expected.get(output)), tensor))
          .isLessThan(wanted.most());
    });
    CalibrationTable read = CalibrationTable.parse(table.bytes());
    assertThat(apply(model, read, wanted.scheme()).orElseThrow().bytes())
        .isEqualTo(quantized.bytes());
  }

  /** Empty where the scheme refuses a model that has nothing for it; any other refusal fails. */
  private static Optional<QuantizedModel> apply(
      OnnxModel model, CalibrationTable table, Scheme scheme) {
    try {
      return Optional.of(Quantizer.apply(model, table, scheme));
    } catch (QuantizerException e) {
      Set<String> operators =
          model.proto().getGraph().getNodeList().stream()
              .map(NodeProto::getOpType)
              .collect(Collectors.toSet());
      if (e.code() == RefusalCode.NOT_IN_FLOAT16) {
        assertThat(operators).contains("If");
      } else {
        assertThat(e.code()).isEqualTo(RefusalCode.NOTHING_TO_QUANTIZE);
        assertThat(scheme).isNotInstanceOf(Scheme.Static.class);
        boolean stored =
            model.proto().getGraph().getInitializerList().stream()
                .anyMatch(tensor -> tensor.getName().equals("w"));
        boolean transposed = operators.contains("Gemm") && !operators.contains("MatMul");
        assertThat(stored && operators.contains("MatMul")).isFalse();
        assertThat(transposed || !operators.contains("Gemm")).isTrue();
      }
      return Optional.empty();
    }
  }

  /** From -2 to 3. */
  private static float[] values(int length) {
    float[] values = TinyModels.wave(length, 0.47f);
    for (int i = 0; i < length; i++) {
      values[i] = 2.5f * values[i] + 0.5f;
    }
    return values;
  }
}
