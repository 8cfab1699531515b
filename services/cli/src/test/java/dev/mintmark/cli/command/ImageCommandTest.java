package dev.mintmark.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.image.SmallImage;
import dev.mintmark.oci.Platform;
import dev.mintmark.verify.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCommandTest {
  /** Notes what it is asked; knows the image once it has loaded one, and ends as a container. */
  private static final String ENGINE =
      """
      #!/bin/sh
      echo "$*" >> %1$s/asked
      case "$1 $2" in
        "info "*) echo '{}' ;;
        "image inspect") [ -f %1$s/loaded ] && cat %1$s/loaded ;;
        "load --input") cp %1$s/answer %1$s/loaded ;;
        "run "*) exit 42 ;;
      esac
      """;

  private final SmallImage image = new SmallImage(true);
  @TempDir Path folder;
  private CommandRun run = new CommandRun(Path.of("."));

  @BeforeEach
  void start() {
    run = new CommandRun(folder);
    run.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
  }

  @AfterEach
  void stop() {
    image.registry.close();
  }

  @Test
  void verifyShowsUntestedTargetsWithTheirExposure() {
    int exit = run.run("image", "verify", reference());

    assertThat(exit).as(run.err()).isEqualTo(Exit.OK.code());
    assertThat(run.out())
        .contains("exposure device /dev/npu0, device /dev/npu1, gpus all, untested")
        .contains("platforms     linux/amd64, linux/arm64")
        .contains("signature     unsigned")
        .contains("holds: 9 objects");
  }

  @Test
  void verifyEndsWithRefusedWhenTheKeyDidNotSign() throws IOException {
    Path key = folder.resolve("other.pub");
    Files.write(key, SigningKey.generate().verificationKey().pem());

    int exit = run.run("image", "verify", reference(), "--key", key.toString(), "--json");

    JsonNode report = new ObjectMapper().readTree(run.out());
    assertThat(exit).isEqualTo(Exit.REFUSED.code());
    assertThat(report.path("signature").asText()).isEqualTo("refused");
    assertThat(report.path("holds").asBoolean()).isFalse();
  }

  @Test
  void exportSaysWhatItWrote() throws IOException {
    int exit =
        run.run(
            "image",
            "export",
            reference(),
            "out.tar",
            "--format",
            "docker",
            "--platform",
            "linux/amd64",
            "--json");

    assertThat(exit).as(run.err()).isEqualTo(Exit.OK.code());
    JsonNode exported = new ObjectMapper().readTree(run.out());
    assertThat(exported.path("format").asText()).isEqualTo("docker");
    assertThat(exported.path("platform").asText()).isEqualTo("linux/amd64");
    assertThat(exported.path("size").asLong()).isEqualTo(Files.size(folder.resolve("out.tar")));
  }

  @Test
  void exportsNothingThatTheKeyDidNotSign() throws IOException {
    Path key = folder.resolve("other.pub");
    Files.write(key, SigningKey.generate().verificationKey().pem());

    int exit = run.run("image", "export", reference(), "out.tar", "--key", key.toString());

    assertThat(exit).isEqualTo(Exit.REFUSED.code());
    assertThat(run.err()).contains("(CLI-135)");
    assertThat(folder.resolve("out.tar")).doesNotExist();
  }

  @Test
  void runLoadsTheTargetsImageOnceAndEndsAsTheContainer() throws IOException {
    engine("docker");

    int first = run.run("image", "run", reference(), "--target", "board", "--", "--fast");
    int second = run.run("image", "run", reference(), "--target", "board", "--", "--fast");

    assertThat(List.of(first, second)).as(run.err()).containsExactly(42, 42);
    List<String> asked = Files.readAllLines(folder.resolve("asked"));
    assertThat(asked).filteredOn(line -> line.startsWith("load ")).hasSize(1);
    assertThat(asked.getLast())
        .startsWith("run --rm --platform linux/arm64 --read-only")
        .contains("--publish 127.0.0.1:8080:8080", "--device /dev/npu1", "--gpus all")
        .contains(":/mintmark/model:ro")
        .endsWith(
            "localhost/vision/app:"
                + Objects.requireNonNull(image.manifests.get(Platform.LINUX_ARM64)).digest().hex()
                + " --fast");
    assertThat(run.out()).contains("docker run --rm", "target board is untested", "unsigned");
    try (var models = Files.walk(folder.resolve("models"))) {
      assertThat(models.filter(Files::isRegularFile))
          .singleElement()
          .satisfies(file -> assertThat(file).hasFileName("model.onnx").hasContent("a model"));
    }
  }

  /** The image says itself which devices it gets: whoever made it is not known here. */
  @Test
  void aStrangersImageGivesItselfNoDevices() {
    SmallImage own = new SmallImage(true, Platforms.ofThisMachine());
    String reference = own.registry.host() + "/" + SmallImage.REPOSITORY + ":v1.0.0";
    String[] words = {"image", "run", reference, "--dry-run", "--engine", "docker"};

    assertThat(run.run(words)).as(run.err()).isEqualTo(Exit.OK.code());
    assertThat(run.out())
        .contains("docker run", "unsigned", "devices    not given")
        .doesNotContain("--device", "--gpus");

    CommandRun named = new CommandRun(folder);
    assertThat(
            named.run(
                Stream.concat(Stream.of(words), Stream.of("--target", "board"))
                    .toArray(String[]::new)))
        .as(named.err())
        .isEqualTo(Exit.OK.code());
    assertThat(named.out()).contains("--device /dev/npu0", "--gpus all");
    own.registry.close();
  }

  @Test
  void dryRunOnlyPrints() throws IOException {
    engine("docker");

    int exit = run.run("image", "run", reference(), "--dry-run", "--port", "9090:8080");

    assertThat(exit).as(run.err()).isEqualTo(Exit.OK.code());
    assertThat(run.out())
        .contains("docker run --rm --platform linux/")
        .contains("127.0.0.1:9090:8080");
    assertThat(Files.readAllLines(folder.resolve("asked")))
        .allMatch(line -> line.startsWith("info"));
  }

  @Test
  void dryRunForAnEngineThatIsNotThereIsADocumentToo() throws IOException {
    run.environment().put("PATH", folder.toString());

    int exit = run.run("image", "run", reference(), "--dry-run", "--engine", "podman", "--json");

    assertThat(exit).as(run.err()).isEqualTo(Exit.OK.code());
    JsonNode shown = new ObjectMapper().readTree(run.out());
    assertThat(shown.path("engine").asText()).isEqualTo("podman");
    assertThat(shown.at("/command/1").asText()).isEqualTo("run");
  }

  @Test
  void aSignatureThatDoesNotHoldIsNotRun() throws IOException {
    engine("docker");
    Path key = folder.resolve("other.pub");
    Files.write(key, SigningKey.generate().verificationKey().pem());

    int exit = run.run("image", "run", reference(), "--key", key.toString());

    assertThat(exit).isEqualTo(Exit.REFUSED.code());
    assertThat(run.err()).contains("(CLI-135)");
    assertThat(folder.resolve("asked")).doesNotExist();
  }

  @Test
  void aLayerThatTheEngineMadeSomethingElseOfIsNotRun() throws IOException {
    engine("docker");
    Files.writeString(folder.resolve("answer"), "[{\"RootFS\":{\"Layers\":[\"sha256:0\"]}}]");

    int exit = run.run("image", "run", reference(), "--target", "board");

    assertThat(exit).isEqualTo(Exit.FAILURE.code());
    assertThat(run.err()).contains("(CLI-139)");
    assertThat(Files.readString(folder.resolve("asked"))).doesNotContain("run --rm");
  }

  @Test
  void saysHowToGetAnEngineWhereNoneWorks() throws IOException {
    engine("docker");
    Files.writeString(
        folder.resolve("bin/docker"), "#!/bin/sh\necho 'Cannot connect to the daemon'\nexit 1\n");
    run.environment().put("PATH", folder.resolve("bin").toString());

    int exit = run.run("image", "run", reference(), "--target", "board");

    assertThat(exit).isEqualTo(Exit.FAILURE.code());
    assertThat(run.err())
        .contains("docker does not work: Cannot connect to the daemon")
        .contains("podman is not on the PATH")
        .contains("apt install podman", "(CLI-138)");
  }

  @Test
  void asksForATargetThatIsThere() throws IOException {
    engine("docker");

    int exit = run.run("image", "run", reference(), "--target", "rpi5-hailo8");

    assertThat(exit).isEqualTo(Exit.USAGE.code());
    assertThat(run.err()).contains("[board]", "(CLI-133)");
  }

  private String reference() {
    return image.registry.host() + "/" + SmallImage.REPOSITORY + "@" + image.index.digest();
  }

  /** An engine whose answer to inspecting is the image for arm64. */
  private void engine(String name) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(file, ENGINE.formatted(folder));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(folder.resolve("answer"), image.inspected());
  }
}
