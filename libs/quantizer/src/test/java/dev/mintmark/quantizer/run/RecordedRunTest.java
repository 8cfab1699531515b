package dev.mintmark.quantizer.run;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.sample.Sample;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.tensor.Npy;
import dev.mintmark.quantizer.tensor.Tensor;
import dev.mintmark.quantizer.testing.ModelBuilder;
import dev.mintmark.quantizer.testing.TinyModels;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordedRunTest {
  private static final OnnxModel MODEL = TinyModels.detector(12).build();
  private static final SampleSet SMOKE = TinyModels.samples("smoke", 50, 2);

  private static Tensor tensor(float... values) {
    return Tensor.of(new long[] {values.length}, values);
  }

  @Test
  void givesOutputsByName() {
    Tensor sample = TinyModels.tensor(SMOKE.samples().getFirst(), MODEL);

    assertThat(RecordedRun.of(MODEL.bytes(), TinyModels.sample("s", sample))).containsOnlyKeys("y");
  }

  @Test
  void refusesWhatOnnxRuntimeDoesNotLoad() {
    assertThatThrownBy(
            () -> RecordedRun.of("no model".getBytes(US_ASCII), TinyModels.sample("s", tensor(1))))
        .isInstanceOf(QuantizerException.class)
        .hasMessageEndingWith("(QNT-040)");
  }

  @Test
  void refusesASampleOfAnotherShape() {
    assertThatThrownBy(() -> RecordedRun.of(MODEL.bytes(), TinyModels.sample("s", tensor(1, 2))))
        .hasMessageContaining("shape 2")
        .hasMessageEndingWith("(QNT-011)");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("comparisons")
  void comparesWithinATolerance(String name, Map<String, Tensor> actual, boolean same) {
    Comparison comparison = RecordedRun.compare(Map.of("a", tensor(3, 4)), actual, 0.1);

    assertThat(comparison instanceof Comparison.Same).isEqualTo(same);
  }

  static Stream<Arguments> comparisons() {
    return Stream.of(
        Arguments.of("equal", Map.of("a", tensor(3, 4)), true),
        Arguments.of("a tenth of the length off", Map.of("a", tensor(3, 4.4999f)), true),
        Arguments.of("more than a tenth off", Map.of("a", tensor(3, 4.51f)), false),
        Arguments.of("negated", Map.of("a", tensor(-3, -4)), false),
        Arguments.of("zero", Map.of("a", tensor(0, 0)), false),
        Arguments.of("NaN", Map.of("a", tensor(3, Float.NaN)), false),
        Arguments.of("infinite", Map.of("a", tensor(3, Float.POSITIVE_INFINITY)), false),
        Arguments.of("another shape", Map.of("a", tensor(3, 4, 0)), false),
        Arguments.of("another name", Map.of("b", tensor(3, 4)), false),
        Arguments.of("one more", Map.of("a", tensor(3, 4), "b", tensor(1)), false),
        Arguments.of("nothing", Map.of(), false));
  }

  @Test
  void measuresADifferenceFromZeroAsItIs() {
    assertThat(RecordedRun.difference(tensor(0, 0), tensor(0, 0.5f))).isEqualTo(0.5);
    assertThat(RecordedRun.difference(tensor(0, 0), tensor(0, 0))).isZero();
  }

  @Test
  void recordsOutputsThatTheSameModelGivesAgain() throws IOException {
    RecordedOutputs recorded = RecordedOutputs.record(MODEL, MODEL.bytes(), SMOKE);
    Sample sample = SMOKE.samples().getLast();

    assertThat(recorded.files()).containsOnlyKeys("s50/y.npy", "s51/y.npy", "tolerance");
    assertThat(new String(recorded.files().get("tolerance"), US_ASCII)).isEqualTo("0.02\n");
    assertThat(recorded.check(MODEL.bytes(), sample.path(), sample.source().read()))
        .isEqualTo(new Comparison.Same(0));
  }

  @Test
  void recordsAToleranceOfOneAndAHalfTimesTheNoise() {
    byte[] other = withHeadBias(-1.5f);

    RecordedOutputs recorded = RecordedOutputs.record(MODEL, other, SMOKE);

    double noise = 0;
    for (Sample sample : SMOKE.samples()) {
      Tensor tensor = TinyModels.tensor(sample, MODEL);
      Tensor expected =
          RecordedRun.of(MODEL.bytes(), TinyModels.sample("s", tensor)).getOrDefault("y", tensor);
      Tensor actual =
          RecordedRun.of(other, TinyModels.sample("s", tensor)).getOrDefault("y", tensor);
      noise = Math.max(noise, RecordedRun.difference(expected, actual));
    }
    assertThat(recorded.tolerance()).isBetween(1.5 * noise, 1.5 * noise + 0.0101);
    assertThat(recorded.tolerance()).isGreaterThan(0.02);
  }

  @Test
  void tellsAnotherModelFromTheRecordedOne() throws IOException {
    RecordedOutputs recorded = RecordedOutputs.record(MODEL, MODEL.bytes(), SMOKE);
    Sample sample = SMOKE.samples().getFirst();

    Comparison comparison = recorded.check(withHeadBias(-9), sample.path(), sample.source().read());

    assertThat(comparison)
        .isInstanceOfSatisfying(
            Comparison.Different.class,
            different -> {
              assertThat(different.output()).isEqualTo("y");
              assertThat(different.found()).contains("tolerance 0.02");
            });
  }

  private static byte[] withHeadBias(float first) {
    ModelBuilder model = TinyModels.detector(12);
    var graph = model.proto().getGraph().toBuilder();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      if (graph.getInitializer(i).getName().equals("head/bias")) {
        graph.setInitializer(
            i,
            Initializers.ofFloats(new long[] {3}, new float[] {first, 0.5f, 2}).toBuilder()
                .setName("head/bias"));
      }
    }
    return model.proto().toBuilder().setGraph(graph).build().toByteArray();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusable")
  void refusesRecordedOutputsThatCannotBeUsed(
      String name, Map<String, byte[]> files, String sample) {
    RecordedOutputs recorded = new RecordedOutputs(new TreeMap<>(files));
    byte[] file = Npy.write(tensor(1));

    assertThatThrownBy(() -> recorded.check(MODEL.bytes(), sample, file))
        .hasMessageEndingWith("(QNT-041)");
  }

  static Stream<Arguments> unusable() {
    byte[] one = "0.1".getBytes(US_ASCII);
    return Stream.of(
        Arguments.of("nothing", Map.of(), "a.npy"),
        Arguments.of("another sample", Map.of("b/y.npy", one, "tolerance", one), "a.npy"),
        Arguments.of("another kind of file", Map.of("a/y.txt", one, "tolerance", one), "a.npy"),
        Arguments.of("a sample of another kind", Map.of("a/y.npy", one), "a.jpg"));
  }

  @ParameterizedTest(name = "''{0}''")
  @MethodSource("badTolerances")
  void refusesAToleranceThatAllowsAnything(String text) {
    RecordedOutputs recorded =
        new RecordedOutputs(new TreeMap<>(Map.of("tolerance", text.getBytes(US_ASCII))));

    assertThatThrownBy(recorded::tolerance).hasMessageEndingWith("(QNT-041)");
  }

  static Stream<String> badTolerances() {
    return Stream.of("", "1", "7", "-0.1", "NaN", "Infinity", "much");
  }

  @Test
  void refusesASampleNamedLikeTheTolerance() throws IOException {
    byte[] file = SMOKE.samples().getFirst().source().read();
    SampleSet smoke = new SampleSet("smoke", List.of(Sample.of("tolerance.npy", file)));

    assertThatThrownBy(() -> RecordedOutputs.record(MODEL, MODEL.bytes(), smoke))
        .hasMessageEndingWith("(QNT-011)");
  }

  @Test
  void refusesToRecordNaN() {
    OnnxModel model = TinyModels.relu(13).node("Log", List.of("x"), "z").output("z", 1, 4).build();
    SampleSet negative =
        new SampleSet(
            "smoke",
            List.of(
                TinyModels.sample(
                    "n", Tensor.of(new long[] {1, 4}, new float[] {-1, -1, -1, -1}))));

    assertThatThrownBy(() -> RecordedOutputs.record(model, model.bytes(), negative))
        .hasMessageContaining("output 'z'")
        .hasMessageEndingWith("(QNT-020)");
  }
}
