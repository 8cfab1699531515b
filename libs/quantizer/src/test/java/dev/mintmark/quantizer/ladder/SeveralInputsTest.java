package dev.mintmark.quantizer.ladder;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.calibrate.Calibration;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.gate.Gate;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.noise.TensorNoise;
import dev.mintmark.quantizer.run.Comparison;
import dev.mintmark.quantizer.run.RecordedOutputs;
import dev.mintmark.quantizer.sample.Sample;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Scheme;
import dev.mintmark.quantizer.tensor.Npy;
import dev.mintmark.quantizer.tensor.Tensor;
import dev.mintmark.quantizer.testing.ModelBuilder;
import dev.mintmark.quantizer.testing.TinyModels;
import dev.mintmark.quantizer.testing.ZipFiles;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What embeds a text: tokens, a mask, and a float beside them. */
class SeveralInputsTest {
  private static final OnnxModel MODEL =
      ModelBuilder.opset(13)
          .input(DataType.INT64, "ids", 1, -1)
          .input(DataType.BOOL, "mask", 1, -1)
          .input(DataType.INT32, "shift", 1)
          .input("bias", 8)
          .floats("table", new long[] {16, 8}, TinyModels.wave(128, 0.37f))
          .floats("weight", new long[] {8, 8}, TinyModels.wave(64, 0.71f))
          .node("Gather", List.of("table", "ids"), "tokens")
          .node("MatMul", List.of("tokens", "weight"), "mixed")
          .node("Add", List.of("mixed", "bias"), "moved")
          .node("Cast", List.of("mask"), "mask/float", ModelBuilder.number("to", 1))
          .node("Cast", List.of("shift"), "shift/float", ModelBuilder.number("to", 1))
          .longs("last", -1)
          .node("Unsqueeze", List.of("mask/float", "last"), "mask/wide")
          .node("Mul", List.of("moved", "mask/wide"), "masked")
          .node("Add", List.of("masked", "shift/float"), "y")
          .output("y", 1, -1, 8)
          .build();

  private static byte[] sample(int start, int length) {
    int[] ids = new int[2 * length];
    byte[] mask = new byte[length];
    for (int i = 0; i < length; i++) {
      ids[2 * i] = (start + 5 * i) % 16;
      mask[i] = (byte) (i % 3 == 2 ? 0 : 1);
    }
    return ZipFiles.of(
        "ids.npy", ZipFiles.npy("<i8", "(1, %d)".formatted(length), ids),
        "mask.npy", ZipFiles.npy("|b1", "(1, %d)".formatted(length), mask),
        "shift.npy", ZipFiles.npy("<i4", "(1,)", 1),
        "bias.npy", Npy.write(Tensor.of(new long[] {8}, TinyModels.wave(8, 0.1f + start))));
  }

  private static SampleSet samples(String purpose, int start, int count) {
    return new SampleSet(
        purpose,
        IntStream.range(start, start + count)
            .mapToObj(i -> Sample.of("s" + i + ".npz", sample(i, 3 + i % 4)))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"static-min-max", "static-mse", "dynamic", "weight-only", "float16"})
  void isQuantizedInEveryWay(String name) {
    Scheme rung = Rungs.named(name, RungForm.of(ActivationType.UINT8, true));
    SampleSet calibration = samples("calibration", 0, 6);
    CalibrationTable table =
        Calibration.measure(MODEL, calibration, Rungs.calibrators(List.of(rung)));

    LadderResult result =
        new Ladder(
                MODEL,
                table,
                samples("validation", 100, 5),
                Gate.of("embedding-cosine", 0.99, Map.of("output", "y", "pool", "mean")))
            .climb(List.of(rung));

    assertThat(result)
        .isInstanceOfSatisfying(
            LadderResult.Passed.class,
            passed -> {
              SampleSet smoke = samples("smoke", 200, 2);
              byte[] model = passed.model().bytes();
              RecordedOutputs recorded = RecordedOutputs.record(MODEL, model, smoke);
              assertThat(recorded.files())
                  .containsOnlyKeys("s200/y.npy", "s201/y.npy", "tolerance");
              assertThat(recorded.check(model, "s200.npz", sample(200, 3)))
                  .isEqualTo(new Comparison.Same(0));
              if (rung.needsTable()) {
                assertThat(TensorNoise.measure(MODEL, passed.model(), calibration))
                    .extracting(TensorNoise::tensor)
                    .contains("mixed", "y")
                    .doesNotContain("bias");
              }
            });
  }

  @Test
  void measuresTheFloatsAmongTheInputsToo() {
    CalibrationTable table = Calibration.measure(MODEL, samples("calibration", 0, 6));

    assertThat(new String(table.bytes(), US_ASCII))
        .contains(" bias\n", " tokens\n")
        .doesNotContain(" ids\n", " mask\n", " shift\n");
  }

  static Stream<Arguments> refused() {
    byte[] bias = Npy.write(Tensor.of(new long[] {8}, new float[8]));
    byte[] ids = ZipFiles.npy("<i8", "(1, 1)", 3, 0);
    byte[] mask = ZipFiles.npy("|b1", "(1, 1)", new byte[] {1});
    byte[] shift = ZipFiles.npy("<i4", "(1,)", 1);
    return Stream.of(
        Arguments.of("one array", "a.npy", bias, "give .npz files"),
        Arguments.of(
            "an input is missing",
            "a.npz",
            ZipFiles.of("ids.npy", ids, "mask.npy", mask, "bias.npy", bias),
            "holds [bias, ids, mask] where the model takes [bias, ids, mask, shift]"),
        Arguments.of(
            "an array too many",
            "a.npz",
            ZipFiles.of(
                "ids.npy",
                ids,
                "mask.npy",
                mask,
                "bias.npy",
                bias,
                "shift.npy",
                shift,
                "x.npy",
                bias),
            "shift, x] where"),
        Arguments.of(
            "another type",
            "a.npz",
            ZipFiles.of("ids.npy", bias, "mask.npy", mask, "bias.npy", bias, "shift.npy", shift),
            "holds float32 where input 'ids' takes int64"),
        Arguments.of(
            "another shape",
            "a.npz",
            ZipFiles.of(
                "ids.npy",
                ids,
                "mask.npy",
                mask,
                "bias.npy",
                bias,
                "shift.npy",
                ZipFiles.npy("<i4", "(2,)", 1, 1)),
            "has the shape 2 where input 'shift' takes 1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String what, String name, byte[] file, String found) {
    assertThatThrownBy(() -> Sample.of(name, file).feed(MODEL.inputs()))
        .as(what)
        .isInstanceOf(QuantizerException.class)
        .hasMessageContaining(found)
        .hasMessageEndingWith("(QNT-011)");
  }

  /** The same arrays in another order are other bytes. */
  @Test
  void isNotJudgedOnWhatItWasCalibratedOnInAnotherPacking() {
    byte[] x = Npy.write(Tensor.of(new long[] {1}, new float[] {1}));
    byte[] y = Npy.write(Tensor.of(new long[] {1}, new float[] {2}));
    SampleSet calibration = set("calibration", ZipFiles.of("x.npy", x, "y.npy", y));

    assertThatThrownBy(() ->
            set("validation", ZipFiles.of("y.npy", y, "x.npy", x)).requireDisjointFrom(calibration))
        .hasMessageEndingWith("(QNT-012)");
    set("validation", ZipFiles.of("x.npy", y, "y.npy", x)).requireDisjointFrom(calibration);
  }

  private static SampleSet set(String purpose, byte[] file) {
    return new SampleSet(purpose, List.of(Sample.of("a.npz", file)));
  }

  @Test
  void doesNotMixUpWhatTwoSamplesGave() {
    SampleSet twins =
        new SampleSet(
            "smoke",
            List.of(
                Sample.of("a.npz", sample(1, 3)),
                Sample.of("a.npy", Npy.write(Tensor.of(new long[] {8}, new float[8])))));

    assertThatThrownBy(() -> RecordedOutputs.record(MODEL, MODEL.bytes(), twins))
        .hasMessageContaining("smoke sample a.npy: has the name of another one");
  }
}
