package dev.mintmark.quantizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.quantizer.apply.Quantizer;
import dev.mintmark.quantizer.calibrate.Calibration;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.calibrate.Calibrator;
import dev.mintmark.quantizer.gate.Gate;
import dev.mintmark.quantizer.ladder.Attempt;
import dev.mintmark.quantizer.ladder.Ladder;
import dev.mintmark.quantizer.ladder.LadderResult;
import dev.mintmark.quantizer.ladder.Rungs;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.photo.SampleMaker;
import dev.mintmark.quantizer.run.Comparison;
import dev.mintmark.quantizer.run.RecordedOutputs;
import dev.mintmark.quantizer.sample.Sample;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Scheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole way with the real detector and real photos of the face-detect example. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlazeFaceTest {
  private static final Path PROJECT = Path.of("").toAbsolutePath().resolve("../..").normalize();
  private static final Path EXAMPLE = PROJECT.resolve("examples/face-detect");
  private static final String MODEL = "face_detection_front_128x128_barracuda.onnx";
  private static final Map<String, String> SETTINGS =
      Map.of(
          "input-width", "128",
          "input-height", "128",
          "grids", "16x16x2,8x8x6",
          "scores", "Identity:0,Identity_1:0",
          "boxes", "Identity_2:0,Identity_3:0",
          "score-threshold", "0.5",
          "suppression-overlap", "0.3",
          "match-overlap", "0.5");
  private static final Gate GATE = Gate.of("detection-agreement", 0.97, SETTINGS);

  private Map<String, Tree> trees = Map.of();
  private OnnxModel model;
  private CalibrationTable table;
  private SampleSet validation;
  private SampleSet smoke;

  @BeforeAll
  void prepare(@TempDir Path folder) throws IOException {
    Path inputs =
        Path.of(
            System.getenv()
                .getOrDefault("MINTMARK_INPUTS", PROJECT.resolve(".mintmark/inputs").toString()));
    assumeTrue(
        Files.isRegularFile(inputs.resolve(MODEL)) && Files.isDirectory(inputs.resolve("photos")),
        "the real model and photos are not in "
            + inputs
            + ": run ./mintmark demo once, or put the files of examples/face-detect/inputs.lock there");
    trees = SampleMaker.write(inputs.resolve("photos"), EXAMPLE.resolve("crops.txt"), folder);
    model = OnnxModel.parse(Files.readAllBytes(inputs.resolve(MODEL)));
    validation = load(folder, "validation");
    smoke = load(folder, "smoke");
    table = Calibration.measure(model, load(folder, "calibration"));
  }

  private static SampleSet load(Path folder, String set) throws IOException {
    SampleSet read = SampleSet.of(set, folder.resolve(set));
    List<Sample> samples =
        read.samples().stream().map(sample -> Sample.of(sample.path(), bytes(sample))).toList();
    return new SampleSet(set, samples);
  }

  private static byte[] bytes(Sample sample) {
    try {
      return sample.source().read();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void makesTheSamplesThatTheLockPins() throws IOException {
    List<String> pinned =
        Files.readAllLines(EXAMPLE.resolve("inputs.lock"), UTF_8).stream()
            .filter(line -> line.startsWith("made "))
            .toList();

    assertThat(
            trees.entrySet().stream()
                .map(set ->
                    "made "
                        + set.getKey()
                        + " "
                        + set.getValue().entries().size()
                        + " "
                        + set.getValue().digest())
                .collect(Collectors.toList()))
        .isEqualTo(pinned);
  }

  @ParameterizedTest
  @EnumSource(names = {"UINT8", "INT8"})
  void agreesWithTheFloatModelAtAThirdOfItsSize(ActivationType activations) {
    LadderResult result =
        new Ladder(model, table, validation, GATE)
            .climb(Rungs.of(Calibrator.PERCENTILE, activations, true));

    assertThat(result)
        .isInstanceOfSatisfying(
            LadderResult.Passed.class,
            passed -> {
              assertThat(passed.config().rung()).isEqualTo("static-percentile");
              assertThat(passed.model().bytes()).hasSizeLessThan(model.bytes().length / 3);
              Attempt attempt = passed.attempts().getFirst();
              assertThat(attempt.measured().value()).isGreaterThanOrEqualTo(0.97);
              assertThat(attempt.measured().details().get("boxes-expected")).isGreaterThan(60.0);
            });
  }

  @Test
  void losesFacesWithOneScaleForAWholeWeightAndIsCaught() {
    LadderResult result =
        new Ladder(model, table, validation, GATE)
            .climb(Rungs.of(Calibrator.PERCENTILE, ActivationType.UINT8, false));

    assertThat(result).isInstanceOf(LadderResult.Failed.class);
    assertThat(result.attempts())
        .hasSize(3)
        .allSatisfy(attempt -> assertThat(attempt.measured().value()).isBetween(0.5, 0.95));
  }

  /** The model of the released example: it is made again from its table byte for byte. */
  @Test
  void givesTheBytesOfTheRelease() {
    byte[] quantized =
        Quantizer.apply(
                model, table, new Scheme.Static(Calibrator.PERCENTILE, ActivationType.UINT8, true))
            .bytes();

    assertThat(Digest.of(quantized).toString()).startsWith("sha256:6482e7fac1ca");
  }

  @Test
  void recordsOutputsThatARunOnTheSameMachineGivesAgain() throws IOException {
    byte[] quantized =
        Quantizer.apply(
                model, table, new Scheme.Static(Calibrator.PERCENTILE, ActivationType.UINT8, true))
            .bytes();
    RecordedOutputs recorded = RecordedOutputs.record(model, quantized, smoke);
    Sample sample = smoke.samples().getFirst();

    assertThat(recorded.tolerance()).isLessThan(0.9);
    assertThat(recorded.check(quantized, sample.path(), sample.source().read()))
        .isEqualTo(new Comparison.Same(0));
  }
}
