package dev.mintmark.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.verify.key.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandTest {
  private static final SigningKey KEY = SigningKey.generate();

  @TempDir Path folder;
  private CommandRun run = new CommandRun(Path.of("."));

  @BeforeEach
  void start() throws Exception {
    run = new CommandRun(folder);
    Files.createDirectories(folder.resolve("detector/notes"));
    Files.writeString(folder.resolve("detector/model.onnx"), "onnx");
    Files.writeString(folder.resolve("detector/notes/a.txt"), "a");
    KEY.write(folder.resolve("release.key"));
    Files.write(folder.resolve("release.pub"), KEY.verificationKey().pem());
  }

  @Test
  void verifiesWhatItSigned() throws Exception {
    assertThat(sign("--signature", "detector/model.sig")).as(run.err()).isZero();
    assertThat(run.out()).contains("signed detector: 2 files, root sha256:");

    assertThat(verify("--signature", "detector/model.sig", "--json")).as(run.err()).isZero();
    String json = run.out().substring(run.out().indexOf('{'));
    assertThat(new ObjectMapper().readTree(json).path("verified").asBoolean()).isTrue();
  }

  @Test
  void leavesOutWhatItIsTold() throws Exception {
    assertThat(sign("--ignore", "notes")).as(run.err()).isZero();
    Files.writeString(folder.resolve("detector/notes/a.txt"), "b");

    assertThat(verify()).as(run.err()).isZero();
  }

  @Test
  void refusesAChangedModelWithItsCode() throws Exception {
    assertThat(sign()).as(run.err()).isZero();
    Files.writeString(folder.resolve("detector/notes/a.txt"), "b");

    assertThat(verify()).isEqualTo(Exit.REFUSED.code());
    assertThat(run.err()).contains("notes/a.txt is not what was signed").contains("(VER-084)");
  }

  @Test
  void refusesALinkBeforeAnythingIsSigned() throws Exception {
    Files.createSymbolicLink(folder.resolve("detector/link"), Path.of("model.onnx"));

    assertThat(sign()).isEqualTo(Exit.REFUSED.code());
    assertThat(run.err()).contains("(VER-081)");
    assertThat(folder.resolve("model.sig")).doesNotExist();
  }

  @Test
  void refusesAKeyThatOthersMayRead() throws Exception {
    Files.setPosixFilePermissions(
        folder.resolve("release.key"), PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(sign()).isEqualTo(Exit.USAGE.code());
    assertThat(run.err()).contains("(VER-001)");
  }

  @Test
  void needsASignatureToVerify() {
    assertThat(verify()).isEqualTo(Exit.USAGE.code());
    assertThat(run.err()).contains("(VER-020)");
  }

  private int sign(String... more) {
    return run.run(with("sign", "release.key", more));
  }

  private int verify(String... more) {
    return run.run(with("verify", "release.pub", more));
  }

  private static String[] with(String command, String key, String... more) {
    String[] all = new String[5 + more.length];
    System.arraycopy(new String[] {"model", command, "detector", "--key", key}, 0, all, 0, 5);
    System.arraycopy(more, 0, all, 5, more.length);
    return all;
  }
}
