package dev.mintmark.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.content.Digest;
import dev.mintmark.quantizer.sample.Sample;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.testing.ModelBuilder;
import dev.mintmark.quantizer.testing.TinyModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QuantizeCommandTest {
  private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

  @TempDir Path folder;
  private CommandRun command;

  @BeforeEach
  void writeInputs() throws IOException {
    command = new CommandRun(folder);
    Files.write(folder.resolve("model.onnx"), TinyModels.detector(12).bytes());
    write("calibration", TinyModels.samples("calibration", 0, 4));
    write("validation", TinyModels.samples("validation", 100, 3));
    write("smoke", TinyModels.samples("smoke", 200, 1));
    profile("small", "");
  }

  private void profile(String name, String settings) throws IOException {
    Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        apiVersion: mintmark.dev/v1
        name: %s
        description: a small one
        platform: linux/arm64
        requires: []
        model:
          format: onnx
          quantization: int8
          toolchain: qdq-java
          settings: {activations: int8, calibrator: percentile, weights: per-channel%s}
        """
            .formatted(name, settings));
  }

  private void write(String set, SampleSet samples) throws IOException {
    Path into = Files.createDirectories(folder.resolve(set));
    for (Sample sample : samples.samples()) {
      Files.write(into.resolve(sample.path()), sample.source().read());
    }
  }

  private int quantize(String minimum, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "quantize",
                "--model",
                "model.onnx",
                "--calibration",
                "calibration",
                "--validation",
                "validation",
                "--metric",
                "embedding-cosine",
                "--parameter",
                "output=y",
                "--minimum",
                minimum));
    words.addAll(List.of(more));
    return command.run(words.toArray(String[]::new));
  }

  @Test
  void writesModelsTablesMeasuresAndAPage() throws IOException {
    profile("twin", ", rungs: 'weight-only'");

    assertThat(
            quantize(
                "0.9",
                "--target",
                "twin.yaml",
                "--target",
                "small.yaml",
                "--smoke",
                "smoke",
                "--out",
                "out"))
        .as(command.err())
        .isZero();

    assertThat(files("out"))
        .containsExactly(
            "calibration.table",
            "report.html",
            "small/expected/s200/y.npy",
            "small/expected/tolerance",
            "small/model.onnx",
            "small/report.json",
            "twin/expected/s200/y.npy",
            "twin/expected/tolerance",
            "twin/model.onnx",
            "twin/report.json");
    JsonNode report = new ObjectMapper().readTree(folder.resolve("out/small/report.json").toFile());
    assertThat(report.get("model").asText())
        .isEqualTo(Digest.of(folder.resolve("out/small/model.onnx")).toString());
    assertThat(report.get("calibrationTable").asText())
        .isEqualTo(Digest.of(folder.resolve("out/calibration.table")).toString());
    assertThat(command.out()).contains("small  passed", "twin  passed", "static-percentile");
  }

  @Test
  void writesTheSameBytesAgainButForThePagesTimes() throws IOException {
    quantize("0.9", "--target", "small.yaml", "--smoke", "smoke", "--out", "one");
    quantize("0.9", "--target", "small.yaml", "--smoke", "smoke", "--out", "two");

    for (String file : files("one")) {
      if (!file.equals("report.html")) {
        assertThat(folder.resolve("two").resolve(file))
            .hasSameBinaryContentAs(folder.resolve("one").resolve(file));
      }
    }
  }

  @Test
  void refusesWithWhatWasTriedAndStillWritesThePage() throws IOException {
    profile("small", ", rungs: 'static-percentile, dynamic'");

    assertThat(quantize("1", "--target", "small.yaml", "--out", "out")).isEqualTo(3);

    assertThat(command.err()).contains("target small", "tried static-percentile 0.", "(QNT-033)");
    assertThat(command.out()).contains("small  refused");
    assertThat(files("out")).containsExactly("calibration.table", "report.html");
    assertThat(folder.resolve("out/report.html")).content().contains("small: refused");
  }

  @Test
  void tellsEverythingInOneDocument() throws IOException {
    quantize("0.9", "--target", "small.yaml", "--json");

    JsonNode json = new ObjectMapper().readTree(command.out());
    JsonNode target = json.get("targets").get(0);
    assertThat(target.get("passed").asBoolean()).isTrue();
    assertThat(target.get("rung").asText()).isEqualTo("static-percentile");
    assertThat(target.get("tried").get(0).get("value").asDouble()).isGreaterThan(0.9);
    assertThat(json.get("floatModel").asText())
        .isEqualTo(Digest.of(folder.resolve("model.onnx")).toString());
  }

  @Test
  void saysBeforeAnyWorkThatATargetCannotRunTheModel() throws IOException {
    Files.write(folder.resolve("model.onnx"), TinyModels.detector(14).bytes());
    profile("tiny", ", max-opset: '13', operators: 'Conv, Relu'");

    assertThat(quantize("0.9", "--target", "tiny.yaml", "--target", "small.yaml")).isEqualTo(3);

    assertThat(command.out())
        .contains("small  can run it", "tiny  operator set 14: newer than 13", "(QNT-083)")
        .doesNotContain("samples");
    assertThat(quantize("0.9", "--target", "small.yaml", "--preflight")).isZero();
  }

  static Stream<Arguments> misuse() {
    return Stream.of(
        Arguments.of("CLI-160", List.of("quantize", "--model", "model.onnx")),
        Arguments.of("CLI-161", words("--model", "none.onnx")),
        Arguments.of("CLI-162", words("--calibration", "model.onnx")),
        Arguments.of("CLI-163", words("--out", "smoke")),
        Arguments.of("CLI-164", words("--target", "none.yaml")),
        Arguments.of("CLI-164", words("--target", "model.onnx.yaml/../model.yaml")),
        Arguments.of("CLI-165", words("--target", "small.yaml")),
        Arguments.of("QNT-030", words("--metric", "beauty")),
        Arguments.of("QNT-031", words("--minimum", "7")),
        Arguments.of("QNT-012", words("--validation", "calibration")),
        Arguments.of("CLI-001", words("-f", "release.yaml")));
  }

  /** A right command with one more word pair, which takes the place of the first of its kind. */
  private static List<String> words(String name, String value) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "quantize",
                "--model",
                "model.onnx",
                "--calibration",
                "calibration",
                "--validation",
                "validation",
                "--metric",
                "embedding-cosine",
                "--minimum",
                "0.9",
                "--parameter",
                "output=y",
                "--target",
                "small.yaml"));
    int at = words.indexOf(name);
    if (at > 0 && !name.equals("--target")) {
      words.set(at + 1, value);
    } else {
      words.addAll(List.of(name, value));
    }
    return words;
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource
  void misuse(String code, List<String> words) throws IOException {
    List<String> before = files(".");

    assertThat(command.run(words.toArray(String[]::new))).isBetween(2, 3);

    assertThat(command.err()).contains("(" + code + ")");
    assertThat(files(".")).as("nothing half-written").isEqualTo(before);
  }

  @Test
  void writesNothingOutsideItsFolder() throws IOException {
    Files.write(
        folder.resolve("model.onnx"),
        ModelBuilder.opset(13)
            .input("x", 1, 2, 8, 8)
            .floats("w", new long[] {3, 2, 1, 1}, TinyModels.wave(6, 0.3f))
            .node("Conv", List.of("x", "w"), "../../../../escaped")
            .output("../../../../escaped", 1, 3, 8, 8)
            .bytes());

    int code =
        command.run(
            "quantize",
            "--model",
            "model.onnx",
            "--calibration",
            "calibration",
            "--validation",
            "validation",
            "--smoke",
            "smoke",
            "--metric",
            "embedding-cosine",
            "--parameter",
            "output=../../../../escaped",
            "--minimum",
            "0.5",
            "--target",
            "small.yaml",
            "--out",
            "deep/deep/out");

    assertThat(code).isEqualTo(3);
    assertThat(command.err()).contains("(QNT-007)");
    assertThat(files(".")).noneMatch(file -> file.contains("escaped"));
  }

  /** What the line makes of the example, as its released events say. */
  @Test
  void makesTheBytesThatTheLineMadeOfTheExample() throws IOException {
    Path inputs =
        Path.of(
            System.getenv()
                .getOrDefault("MINTMARK_INPUTS", PROJECT.resolve(".mintmark/inputs").toString()));
    assumeTrue(
        Files.isDirectory(inputs.resolve("smoke")),
        "the inputs are not in " + inputs + "; run ./mintmark demo once");
    command.environment().put("MINTMARK_ROOT", PROJECT.toString());

    int code =
        command.run(
            "quantize",
            "-f",
            PROJECT.resolve("examples/face-detect/release.yaml").toString(),
            "--inputs",
            inputs.toString(),
            "--target",
            "cpu-amd64",
            "--json");

    assertThat(code).as(command.err()).isZero();
    assertThat(new ObjectMapper().readTree(command.out()).at("/targets/0/model/digest").asText())
        .startsWith("sha256:6482e7fac1ca");
  }

  private List<String> files(String under) throws IOException {
    Path root = folder.resolve(under);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
