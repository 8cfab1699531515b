package dev.mintmark.quantizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mintmark.content.Digest;
import dev.mintmark.quantizer.apply.FloatCopy;
import dev.mintmark.quantizer.calibrate.Calibration;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.gate.Gate;
import dev.mintmark.quantizer.ladder.Ladder;
import dev.mintmark.quantizer.ladder.LadderResult;
import dev.mintmark.quantizer.ladder.RungForm;
import dev.mintmark.quantizer.ladder.Rungs;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.photo.SampleMaker;
import dev.mintmark.quantizer.run.RecordedRun;
import dev.mintmark.quantizer.sample.Sample;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Scheme;
import dev.mintmark.quantizer.tensor.Tensor;
import dev.mintmark.quantizer.testing.TinyModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real networks of other kinds than the example's; models.lock says which. */
class RealModelsTest {
  private static final Path PROJECT = Path.of("").toAbsolutePath().resolve("../..").normalize();

  private static Path folder(String variable, String otherwise) {
    return Path.of(System.getenv().getOrDefault(variable, PROJECT.resolve(otherwise).toString()));
  }

  private static OnnxModel model(String file) throws IOException {
    Path path = folder("MINTMARK_MODELS", ".mintmark/models").resolve(file);
    assumeTrue(
        Files.isRegularFile(path),
        path + " is not there: fetch it as libs/quantizer/src/test/models.lock says");
    byte[] bytes = Files.readAllBytes(path);
    String line =
        Files.readAllLines(Path.of("src/test/models.lock")).stream()
            .filter(entry -> entry.endsWith(" " + file))
            .findFirst()
            .orElseThrow();
    assertThat(line).contains(Digest.of(bytes).toString());
    return OnnxModel.parse(bytes);
  }

  /** A walk: neighbours are alike, as in pictures and spectra. */
  private static Tensor walk(long[] shape, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[Tensor.elements(shape)];
    float value = 0;
    for (int i = 0; i < values.length; i++) {
      value = 0.9f * value + 0.3f * (float) (random.nextDouble() * 2 - 1);
      values[i] = value;
    }
    return Tensor.of(shape, values);
  }

  private static SampleSet walks(String purpose, long[] shape, int from, int to) {
    return new SampleSet(
        purpose,
        IntStream.range(from, to)
            .mapToObj(seed -> TinyModels.sample("s" + seed, walk(shape, seed)))
            .toList());
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("ch_ppocr_mobile_v2.0_cls_infer.onnx", new long[] {1, 3, 48, 192}),
        Arguments.of("ch_PP-OCRv4_rec_infer.onnx", new long[] {1, 3, 48, 160}),
        Arguments.of("embedding_model.onnx", new long[] {1, 76, 32, 1}),
        Arguments.of("hey_jarvis_v0.1.onnx", new long[] {1, 16, 96}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void computesTheSameAfterItWasPrepared(String file, long[] shape) throws IOException {
    OnnxModel model = model(file);
    Tensor sample = walk(shape, 1);

    byte[] prepared = FloatCopy.of(model);

    Map<String, Tensor> expected = RecordedRun.of(model.bytes(), TinyModels.sample("s", sample));
    RecordedRun.of(prepared, TinyModels.sample("s", sample))
        .forEach((name, tensor) ->
            assertThat(RecordedRun.difference(Objects.requireNonNull(expected.get(name)), tensor))
                .isLessThan(1e-5));
    assertThat(prepared).hasSizeLessThanOrEqualTo(model.bytes().length);
  }

  @Test
  void keepsTheVectorsOfAnAudioNetwork() throws IOException {
    OnnxModel model = model("embedding_model.onnx");
    long[] shape = {1, 76, 32, 1};
    CalibrationTable table = Calibration.measure(model, walks("calibration", shape, 0, 8));
    Gate gate = Gate.of("embedding-cosine", 0.99, Map.of("output", "conv2d_19"));

    LadderResult result =
        new Ladder(model, table, walks("validation", shape, 100, 108), gate)
            .climb(List.of(rung("static-percentile")));

    assertThat(result).isInstanceOf(LadderResult.Passed.class);
    assertThat(((LadderResult.Passed) result).model().bytes())
        .hasSizeLessThan(model.bytes().length / 3);
  }

  private static Scheme rung(String name) {
    return Rungs.named(name, RungForm.of(ActivationType.UINT8, true));
  }

  /** The detector that kept a cosine of 0.96 in 8 bits, and lost half of its faces. */
  @Test
  void climbsPastTheRungsThatLoseFaces(@TempDir Path made) throws IOException {
    OnnxModel model = model("face_detection_back_256x256_barracuda.onnx");
    Path photos = folder("MINTMARK_INPUTS", ".mintmark/inputs").resolve("photos");
    assumeTrue(Files.isDirectory(photos), photos + " is not there: run ./mintmark demo once");
    Path crops = made.resolve("crops.txt");
    String small = Files.readString(PROJECT.resolve("examples/face-detect/crops.txt"));
    Files.writeString(crops, small.replace("\nsize 128\n", "\nsize 256\n"));
    SampleMaker.write(photos, crops, made);
    Gate gate =
        Gate.of(
            "detection-agreement",
            0.97,
            Map.of(
                "input-width", "256",
                "input-height", "256",
                "grids", "16x16x2,8x8x6",
                "scores", "Identity:0,Identity_1:0",
                "boxes", "Identity_2:0,Identity_3:0",
                "score-threshold", "0.5",
                "suppression-overlap", "0.3",
                "match-overlap", "0.5"));
    List<Scheme> rungs =
        Stream.of(
                "static-percentile",
                "static-mse",
                "static-entropy",
                "static-moving-average",
                "mixed16-mse",
                "static16-percentile",
                "weight-only",
                "float16")
            .map(RealModelsTest::rung)
            .toList();
    CalibrationTable table =
        Calibration.measure(model, read(made, "calibration"), Rungs.calibrators(rungs));

    LadderResult result = new Ladder(model, table, read(made, "validation"), gate).climb(rungs);

    assertThat(result.attempts().getFirst().measured().value()).isLessThan(0.7);
    assertThat(result).isInstanceOf(LadderResult.Passed.class);
    assertThat(result.attempts().getLast().rung()).isEqualTo("mixed16-mse");
  }

  private static SampleSet read(Path folder, String set) throws IOException {
    SampleSet files = SampleSet.of(set, folder.resolve(set));
    return new SampleSet(
        set,
        files.samples().stream().map(sample -> Sample.of(sample.path(), bytes(sample))).toList());
  }

  private static byte[] bytes(Sample sample) {
    try {
      return sample.source().read();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
