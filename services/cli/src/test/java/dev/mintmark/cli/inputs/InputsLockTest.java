package dev.mintmark.cli.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.inputs.InputsLock.MadeFolder;
import dev.mintmark.cli.inputs.InputsLock.Origin;
import dev.mintmark.cli.inputs.InputsLock.PinnedFile;
import dev.mintmark.content.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputsLockTest {
  private static final Digest DIGEST = Digest.of(new byte[0]);

  @Test
  void readsTheThreeKindsOfLines() {
    InputsLock lock =
        InputsLock.parse(
            "inputs.lock",
            """
            # a comment

            npm @scope/name@1.2.3 package/a/b.onnx 12 D model.onnx
            maven com.example:lib:1.0 34 D lib-1.0.jar
            made smoke 1 D
            """
                .replace("D", DIGEST.toString()));

    assertThat(lock.files())
        .containsExactly(
            new PinnedFile(
                new Origin.Npm("@scope/name", "1.2.3", "package/a/b.onnx"),
                12,
                DIGEST,
                "model.onnx"),
            new PinnedFile(new Origin.Maven("com.example:lib", "1.0"), 34, DIGEST, "lib-1.0.jar"));
    assertThat(lock.made()).containsExactly(new MadeFolder("smoke", 1, DIGEST));
  }

  @Test
  void readsTheExamplesOwn() throws IOException {
    Path file = Path.of("../../examples/face-detect/inputs.lock");
    InputsLock lock = InputsLock.parse("inputs.lock", Files.readString(file));
    assertThat(lock.files()).hasSize(8);
    assertThat(lock.made())
        .extracting(MadeFolder::name)
        .containsExactly("calibration", "smoke", "validation");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "npm name package/a 12 D f",
        "npm name@latest package/a 12 D f",
        "npm name@^1.0.0 package/a 12 D f",
        "npm --registry=x@1.0.0 package/a 12 D f",
        "npm name@1.0.0 /etc/passwd 12 D f",
        "npm name@1.0.0 package/a 12 sha256:12 f",
        "npm name@1.0.0 package/a -1 D f",
        "npm name@1.0.0 package/a 12 D ../f",
        "npm name@1.0.0 package/a 12 D /f",
        "npm name@1.0.0 package/a 12 D a/../../f",
        "maven com.example:lib 12 D f",
        "maven com.example:lib:LATEST 12 D f",
        "made smoke one D",
        "made ../smoke 1 D",
        "pip name==1.0.0 12 D f"
      })
  void refusesAnyOtherLineAndNamesIt(String line) {
    String text = "# head\n" + line.replace("D", DIGEST.toString()) + "\n";
    CommandException refused =
        catchThrowableOfType(CommandException.class, () -> InputsLock.parse("inputs.lock", text));
    assertThat(refused.exit()).isEqualTo(Exit.USAGE);
    assertThat(refused.text()).startsWith("inputs.lock:2: cannot read '").endsWith("(CLI-060)");
  }
}
