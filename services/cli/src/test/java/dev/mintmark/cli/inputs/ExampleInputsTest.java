package dev.mintmark.cli.inputs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.content.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * npm and mvn are small shell scripts here that do what those do, and note that they were asked.
 */
class ExampleInputsTest {
  private static final byte[] MODEL = "model".getBytes(UTF_8);
  private static final byte[] JAR = "jar".getBytes(UTF_8);
  private final List<String> said = new ArrayList<>();
  @TempDir Path folder;

  @BeforeEach
  void writeExample() throws IOException {
    Files.createDirectories(folder.resolve("example"));
    Files.createDirectories(folder.resolve("bin"));
    lock(Digest.of(MODEL), MODEL.length);
    Files.write(folder.resolve("archive"), archive("package/model.onnx", MODEL));
    Files.write(folder.resolve("jar"), JAR);
    program(
        "npm",
        "echo \"npm $*\" >>'%s/asked'; cp '%s/archive' \"$4/name-1.0.0.tgz\""
            .formatted(folder, folder));
    program(
        "mvn",
        "echo \"mvn $*\" >>'%s/asked'; for w; do d=${w#-DoutputDirectory=}; done; cp '%s/jar' \"$d/lib-2.0.jar\""
            .formatted(folder, folder));
  }

  @Test
  void fetchesWhatIsMissingThroughNpmAndMaven() throws IOException {
    assertThat(inputs().prepare()).isEqualTo(2);

    assertThat(folder.resolve("inputs/model.onnx")).hasBinaryContent(MODEL);
    assertThat(folder.resolve("inputs/lib/lib.jar")).hasBinaryContent(JAR);
    assertThat(asked().getFirst()).startsWith("npm pack name@1.0.0 --pack-destination ");
    assertThat(asked().getLast())
        .startsWith("mvn -B -q -o ")
        .contains("-Dartifact=com.example:lib:2.0:jar");
    assertThat(said).contains("  fetched model.onnx (5 B)");
  }

  @Test
  void asksNobodyWhenEverythingIsThere() throws IOException {
    inputs().prepare();
    Files.delete(folder.resolve("asked"));

    assertThat(inputs().prepare()).isZero();
    assertThat(folder.resolve("asked")).doesNotExist();
  }

  @Test
  void replacesAFileThatSomebodyChanged() throws IOException {
    inputs().prepare();
    Files.writeString(folder.resolve("inputs/model.onnx"), "other");

    assertThat(inputs().prepare()).isEqualTo(1);
    assertThat(folder.resolve("inputs/model.onnx")).hasBinaryContent(MODEL);
  }

  @Test
  void refusesAFileThatIsNotWhatTheLockPins() throws IOException {
    lock(Digest.of("other".getBytes(UTF_8)), MODEL.length);

    CommandException refused =
        catchThrowableOfType(CommandException.class, () -> inputs().prepare());

    assertThat(refused.exit()).isEqualTo(Exit.REFUSED);
    assertThat(refused.text())
        .contains("model.onnx is not what inputs.lock pins: found " + Digest.of(MODEL))
        .endsWith("(CLI-064)");
    assertThat(folder.resolve("inputs/model.onnx")).doesNotExist();
    assertThat(folder.resolve("inputs/model.onnx.part")).doesNotExist();
  }

  @Test
  void refusesAPackageWithoutTheFile() throws IOException {
    lock(Digest.of(MODEL), MODEL.length + 1);
    assertThat(catchThrowableOfType(CommandException.class, () -> inputs().prepare()).code())
        .isEqualTo("CLI-063");
  }

  @Test
  void saysWhatTheClientSaidWhenItFails() throws IOException {
    program("npm", "echo 'npm error code E404' >&2; exit 1");
    assertThat(catchThrowableOfType(CommandException.class, () -> inputs().prepare()).text())
        .contains("cannot fetch name@1.0.0: npm ended with code 1")
        .contains("npm error code E404")
        .endsWith("(CLI-062)");
  }

  private ExampleInputs inputs() {
    return new ExampleInputs(
        folder.resolve("example"),
        folder.resolve("inputs"),
        Map.of("PATH", folder.resolve("bin") + ":" + System.getenv("PATH")),
        said::add);
  }

  private List<String> asked() throws IOException {
    return Files.readAllLines(folder.resolve("asked"));
  }

  private void lock(Digest model, int size) throws IOException {
    Files.writeString(
        folder.resolve("example/inputs.lock"),
        "npm name@1.0.0 package/model.onnx %d %s model.onnx\nmaven com.example:lib:2.0 3 %s lib/lib.jar\n"
            .formatted(size, model, Digest.of(JAR)));
  }

  private void program(String name, String script) throws IOException {
    Path file = folder.resolve("bin").resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static byte[] archive(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }
}
