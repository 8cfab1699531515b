package dev.mintmark.quantizer.calibrate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.run.InOrder;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.tensor.Tensor;
import dev.mintmark.quantizer.testing.ModelBuilder;
import dev.mintmark.quantizer.testing.TinyModels;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {
  private static final OnnxModel RELU = TinyModels.relu(13).build();

  private static SampleSet samples(float[]... values) {
    return new SampleSet(
        "calibration",
        Stream.of(values)
            .map(v -> TinyModels.sample("s" + Arrays.hashCode(v), Tensor.of(new long[] {1, 4}, v)))
            .toList());
  }

  @Test
  void measuresInputsAndResultsOverAllSamples() {
    CalibrationTable table =
        Calibration.measure(RELU, samples(new float[] {-1, 0, 0.5f, 1}, new float[] {-3, 0, 0, 2}));

    assertThat(table.range("x", Calibrator.MIN_MAX)).contains(new Range(-3, 2));
    assertThat(table.range("y", Calibrator.MIN_MAX)).contains(new Range(0, 2));
    assertThat(table.sampleCount()).isEqualTo(2);
    assertThat(table.model()).isEqualTo(RELU.digest());
    assertThat(table.runtime()).startsWith("onnxruntime-1.");
  }

  @Test
  void cutsTheOutermostOfManyValues() {
    OnnxModel model =
        ModelBuilder.opset(13)
            .input("x", -1)
            .node("Relu", List.of("x"), "y")
            .output("y", -1)
            .build();
    float[] values = new float[40_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i - 20_000;
    }
    SampleSet one =
        new SampleSet(
            "calibration",
            List.of(TinyModels.sample("s", Tensor.of(new long[] {values.length}, values))));

    CalibrationTable table = Calibration.measure(model, one);

    assertThat(table.range("x", Calibrator.MIN_MAX)).contains(new Range(-20_000, 19_999));
    assertThat(table.range("x", Calibrator.PERCENTILE)).contains(new Range(-19_998, 19_997));
    assertThat(table.range("y", Calibrator.PERCENTILE)).contains(new Range(0, 19_997));
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {2, 3, 8})
  void givesTheSameTableOnAnyNumberOfThreads(int threads) {
    OnnxModel model = TinyModels.detector(12).build();
    SampleSet samples = TinyModels.samples("calibration", 0, 20);
    byte[] alone = Calibration.measure(model, samples, new InOrder(1)).bytes();

    byte[] many = Calibration.measure(model, samples, new InOrder(threads)).bytes();

    assertThat(new String(many, UTF_8)).isEqualTo(new String(alone, UTF_8));
  }

  @ParameterizedTest(name = "{0} then {1} values")
  @CsvSource({"4,40000", "40000,4", "30000,40000"})
  void cutsAsManyWhateverTheShapeOfTheFirstSample(int first, int second) {
    OnnxModel model =
        ModelBuilder.opset(13)
            .input("x", -1)
            .node("Relu", List.of("x"), "y")
            .output("y", -1)
            .build();
    SampleSet samples =
        new SampleSet(
            "calibration",
            Stream.of(first, second)
                .map(count -> {
                  float[] values = new float[count];
                  for (int i = 0; i < count; i++) {
                    values[i] = count + i;
                  }
                  return TinyModels.sample("s" + count, Tensor.of(new long[] {count}, values));
                })
                .toList());
    int all = first + second;
    int kept = all / 20_000 + 1;
    int most = Math.max(first, second);

    CalibrationTable table = Calibration.measure(model, samples);

    assertThat(table.range("x", Calibrator.PERCENTILE).orElseThrow().high())
        .isEqualTo(2 * most - kept);
  }

  @Test
  void givesTheSameTableInAnotherLocaleAndTimeZone() {
    OnnxModel model = TinyModels.detector(12).build();
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    byte[] first = Calibration.measure(model, TinyModels.samples("calibration", 0, 3)).bytes();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
      byte[] second =
          Calibration.measure(
                  OnnxModel.parse(model.bytes()), TinyModels.samples("calibration", 0, 3))
              .bytes();
      assertThat(new String(second, UTF_8)).isEqualTo(new String(first, UTF_8));
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badSamples")
  void refusesABadSample(String name, Tensor tensor, String found, String code) {
    SampleSet set = new SampleSet("calibration", List.of(TinyModels.sample("bad", tensor)));

    assertThatThrownBy(() -> Calibration.measure(RELU, set))
        .isInstanceOf(QuantizerException.class)
        .hasMessageContaining("sample bad.npy")
        .hasMessageContaining(found)
        .hasMessageEndingWith("(" + code + ")");
  }

  static Stream<Arguments> badSamples() {
    return Stream.of(
        Arguments.of(
            "too many", Tensor.of(new long[] {1, 5}, new float[5]), "takes 1x4", "QNT-011"),
        Arguments.of("flat", Tensor.of(new long[] {4}, new float[4]), "shape 4", "QNT-011"),
        Arguments.of(
            "NaN",
            Tensor.of(new long[] {1, 4}, new float[] {1, 2, Float.NaN, 4}),
            "NaN",
            "QNT-011"));
  }

  @Test
  void refusesATensorThatBecomesInfinite() {
    OnnxModel model = TinyModels.relu(13).node("Exp", List.of("y"), "z").build();

    assertThatThrownBy(() -> Calibration.measure(model, samples(new float[] {0, 0, 0, 1000})))
        .hasMessageContaining("tensor 'z': becomes NaN or infinite")
        .hasMessageEndingWith("(QNT-020)");
  }

  @Test
  void refusesAModelThatDoesNotRun() {
    OnnxModel model = TinyModels.relu(13).node("NoSuchOp", List.of("y"), "z").build();

    assertThatThrownBy(() -> Calibration.measure(model, samples(new float[4])))
        .hasMessageContaining("NoSuchOp")
        .hasMessageEndingWith("(QNT-040)");
  }

  @Test
  void readsTheTableThatItWrites() {
    CalibrationTable table = Calibration.measure(RELU, samples(new float[] {-0.0f, 0, 0.1f, 1}));

    CalibrationTable read = CalibrationTable.parse(table.bytes());

    assertThat(read).isEqualTo(table);
    assertThat(new String(table.bytes(), UTF_8))
        .contains("range min-max 0x0.0p0 0x1.0p0 x\n")
        .startsWith("mintmark-calibration 1\nmodel sha256:");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tampered")
  void refusesATableThatIsNotInItsOneForm(String name, UnaryOperator<String> change) {
    String text =
        new String(Calibration.measure(RELU, samples(new float[] {-1, 0, 0, 1})).bytes(), UTF_8);
    String changed = change.apply(text);
    assertThat(changed).isNotEqualTo(text);

    assertThatThrownBy(() -> CalibrationTable.parse(changed.getBytes(UTF_8)))
        .isInstanceOf(QuantizerException.class)
        .hasMessageEndingWith("(QNT-021)");
  }

  static Stream<Arguments> tampered() {
    return Stream.of(
        tampered("empty", t -> ""),
        tampered("another version", t -> t.replace("calibration 1", "calibration 2")),
        tampered("Windows line ends", t -> t.replace("\n", "\r\n")),
        tampered("a decimal number", t -> t.replace("0x1.0p0", "1.0")),
        tampered("an upside-down range", t -> t.replace("-0x1.0p0 0x1.0p0", "0x1.0p0 -0x1.0p0")),
        tampered("an infinite range", t -> t.replace("0x1.0p0", "Infinity")),
        tampered("an unknown calibrator", t -> t.replace("min-max", "guess")),
        tampered("a doubled line", t -> t + t.lines().reduce((a, b) -> b).orElseThrow() + "\n"),
        tampered("no last line end", t -> t.substring(0, t.length() - 1)),
        tampered("a bad digest", t -> t.replace("sha256:", "sha1:")));
  }

  private static Arguments tampered(String name, UnaryOperator<String> change) {
    return Arguments.of(name, change);
  }

  @Test
  void keepsTheGreatestValues() {
    float[] values = TinyModels.wave(1000, 0.37f);
    LargestValues largest = new LargestValues(17);
    for (float value : values) {
      largest.add(value);
    }
    Arrays.sort(values);

    assertThat(largest.least()).isEqualTo(values[1000 - 17]);
  }
}
