package dev.mintmark.cli.releasefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.cli.releasefile.InputPath.Root;
import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseFileReaderTest {
  private static final String GOOD = good();

  @Test
  void readsEveryValue() throws InvalidReleaseFileException {
    ReleaseFile file = ReleaseFileReader.read(GOOD);

    assertThat(file.name()).isEqualTo("face-detect");
    assertThat(file.version()).isEqualTo("v1.0.0");
    assertThat(file.source().epoch()).isEqualTo(1780000000L);
    assertThat(file.model().file())
        .isEqualTo(new InputPath(Root.RELEASE_FILE, "model.onnx", 11, "model.file"));
    assertThat(file.model().training().dataset())
        .isEqualTo(
            new ReleaseFile.DatasetFolder(
                new InputPath(Root.RELEASE_FILE, "data", 15, "model.training.dataset")));
    assertThat(file.quantize().calibration())
        .isEqualTo(new InputPath(Root.INPUTS, "calibration", 19, "quantize.calibration"));
    assertThat(file.quantize().gate().minimum()).isEqualTo(0.97);
    assertThat(file.quantize().gate().parameters())
        .containsExactly(java.util.Map.entry("iou", "0.5"), java.util.Map.entry("score", "0.5"));
    assertThat(file.image().files().getFirst().mode()).isEqualTo(0755);
    assertThat(file.image().env()).containsEntry("PORT", "8080");
    assertThat(file.image().allow())
        .contains(new ReleaseFile.Allowance("/usr/bin/ping", "setuid", "the health check pings"));
    assertThat(file.image().sizeBudget()).hasValue(200_000_000);
    assertThat(file.run().port()).isEqualTo(OptionalInt.of(8080));
    assertThat(file.targets())
        .containsExactly(
            new ReleaseFile.Target("cpu-arm64", 47), new ReleaseFile.Target("cpu-amd64", 47));
  }

  @Test
  void readsADatasetThatIsOnlyADigest() throws InvalidReleaseFileException {
    Digest digest = Digest.of("data".getBytes(StandardCharsets.UTF_8));
    assertThat(ReleaseFileReader.read(GOOD.replace("dataset: data/", "dataset: " + digest)))
        .extracting(file -> file.model().training().dataset())
        .isEqualTo(new ReleaseFile.DatasetDigest(digest));
  }

  @Test
  void readsABaseDebianPackagesAndWheels() throws InvalidReleaseFileException {
    String digest = "sha256:" + "ab".repeat(32);
    ReleaseFile.Image image =
        ReleaseFileReader.read(
                GOOD.replace(
                    "  base: scratch\n",
                    """
                      base: registry.example/team/base:12@%s
                      packages: locks/debian.lock
                      python: requirements.txt
                      pythonVersion: "3.11"
                      glibc: "2.36"
                    """
                        .formatted(digest)))
            .image();

    assertThat(image.base())
        .isEqualTo(
            new ReleaseFile.Base(
                digest, Optional.of("registry.example/team/base:12@" + digest), 26));
    assertThat(image.packages())
        .contains(new InputPath(Root.RELEASE_FILE, "locks/debian.lock", 27, "image.packages"));
    assertThat(image.python().orElseThrow().version()).contains("3.11");
    assertThat(image.python().orElseThrow().glibc()).contains("2.36");
  }

  @Test
  void readsADockerfileInPlaceOfABase() throws InvalidReleaseFileException {
    String lines = "  dockerfile: docker/Dockerfile\n  context: src/\n";
    ReleaseFile.Image image =
        ReleaseFileReader.read(GOOD.replace("  base: scratch\n", lines)).image();

    assertThat(image.dockerfile())
        .contains(
            new ReleaseFile.Dockerfile(
                new InputPath(Root.RELEASE_FILE, "docker/Dockerfile", 26, "image.dockerfile"),
                new InputPath(Root.RELEASE_FILE, "src", 27, "image.context")));
    assertThat(image.base().isImage()).isFalse();
    assertThat(image.base().isScratch()).isFalse();
  }

  @Test
  void buildsADockerfileFromTheAppsFolderWhenNothingElseIsSaid()
      throws InvalidReleaseFileException {
    ReleaseFile.Image image =
        ReleaseFileReader.read(GOOD.replace("  base: scratch\n", "  dockerfile: Dockerfile\n"))
            .image();

    assertThat(image.dockerfile().orElseThrow().context().relative())
        .isEqualTo(image.app().relative());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "base: scratch\n  dockerfile: Dockerfile",
        "dockerfile: Dockerfile\n  packages: debian.lock",
        "dockerfile: Dockerfile\n  python: r.txt",
        "dockerfile: Dockerfile\n  closures:\n    - {platform: linux/amd64, file: a.nar, sha256: 'sha256:"
            + "00000000000000000000000000000000"
            + "00000000000000000000000000000000'}",
        "dockerfile: ../Dockerfile",
        "base: scratch\n  context: src",
        "env2: x"
      })
  void refusesWhatADockerfileCannotHaveBesideIt(String lines) {
    String text = GOOD.replace("  base: scratch\n", "  " + lines + "\n");

    InvalidReleaseFileException refused =
        catchThrowableOfType(InvalidReleaseFileException.class, () -> ReleaseFileReader.read(text));

    assertThat(refused.problems()).hasSize(1);
    assertThat(refused.problems().getFirst().path()).startsWith("image.");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "packages: ../debian.lock",
        "packages: /etc/passwd",
        "python: ${home}/r.txt",
        "python: r.txt\n  pythonVersion: '2.7'",
        "python: r.txt\n  pythonVersion: '3.11 --pre'",
        "python: r.txt\n  glibc: '2.36-9'",
        "python: [r.txt]",
        "wheels: r.txt"
      })
  void refusesLocksThatLeadOutsideAndVersionsThatAreNone(String lines) {
    String text = GOOD.replace("  base: scratch\n", "  base: scratch\n  " + lines + "\n");

    InvalidReleaseFileException refused =
        catchThrowableOfType(InvalidReleaseFileException.class, () -> ReleaseFileReader.read(text));

    assertThat(refused.problems()).hasSize(1);
    assertThat(refused.problems().getFirst().path()).startsWith("image.");
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "bad-files.txt", delimiter = '|', quoteCharacter = '`')
  void namesWhatIsWrong(
      String name,
      String from,
      @Nullable String to,
      String code,
      int line,
      @Nullable String path,
      String message) {
    assertThat(GOOD).contains(unescape(from));
    String text = GOOD.replace(unescape(from), unescape(to));
    InvalidReleaseFileException refused =
        catchThrowableOfType(InvalidReleaseFileException.class, () -> ReleaseFileReader.read(text));

    assertThat(refused).as("refused").isNotNull();
    assertThat(refused.problems())
        .anySatisfy(problem -> {
          assertThat(problem.code()).isEqualTo(code);
          assertThat(problem.path()).isEqualTo(path == null ? "" : path);
          assertThat(problem.line()).isEqualTo(line);
          assertThat(problem.text()).contains(message);
        });
  }

  @Test
  void namesEveryProblemAtOnceInTheOrderOfLines() {
    String text =
        GOOD.replace("name: face-detect", "name: X")
            .replace("base: scratch", "base: debian:12")
            .replace("health: /healthz", "health: healthz");

    assertThat(
            catchThrowableOfType(
                    InvalidReleaseFileException.class, () -> ReleaseFileReader.read(text))
                .problems())
        .extracting(Problem::path)
        .isEqualTo(List.of("name", "image.base", "run.health"));
  }

  @Test
  void describesAProblemWithFileLineKeyAndCode() {
    assertThat(new Problem("CLI-003", 5, "suplier", "is not a key here").describe("release.yaml"))
        .isEqualTo("release.yaml:5: suplier: is not a key here (CLI-003)");
  }

  @Test
  void refusesALongFileBeforeItIsParsed() {
    String text = GOOD + "# " + "z".repeat(ReleaseFileReader.MAX_CHARACTERS);

    assertThat(
            catchThrowableOfType(
                    InvalidReleaseFileException.class, () -> ReleaseFileReader.read(text))
                .problems())
        .extracting(Problem::text)
        .singleElement()
        .asString()
        .contains("has more than 1048576 characters");
  }

  @Test
  void refusesAnEmptyFile() {
    assertThat(
            catchThrowableOfType(
                    InvalidReleaseFileException.class, () -> ReleaseFileReader.read("# nothing\n"))
                .problems())
        .extracting(Problem::code)
        .containsExactly("CLI-002");
  }

  private static String unescape(@Nullable String text) {
    return text == null ? "" : text.replace("\\n", "\n").replace("\\t", "\t");
  }

  private static String good() {
    try (InputStream in = ReleaseFileReaderTest.class.getResourceAsStream("release.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
