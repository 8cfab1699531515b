package dev.mintmark.launcher.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.launcher.rebuild.ToolchainArchive.Answer;
import dev.mintmark.launcher.toolchain.FileDigests;
import dev.mintmark.launcher.toolchain.Installed;
import dev.mintmark.launcher.toolchain.Jdk;
import dev.mintmark.launcher.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolchainArchiveTest {
  @TempDir Path folder;
  private final FakeLedger ledger = open();
  private Path present;
  private Digest recorded;
  private Tree tree;

  private static FakeLedger open() {
    try {
      return new FakeLedger();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void record() throws IOException {
    Path old = code("old", "quarkus-run.jar", "starts");
    Files.writeString(Files.createDirectories(old.resolve("lib")).resolve("same.jar"), "same");
    Files.writeString(old.resolve("lib/other.jar"), "as it was");
    tree = Tree.of(old);
    for (Path file : FileDigests.files(old)) {
      ledger.put(Files.readAllBytes(file));
    }
    ledger.put(tree.bytes());
    recorded = ledger.put(toolchain(tree.digest()).document());
    present = code("present", "quarkus-run.jar", "starts");
    Files.writeString(Files.createDirectories(present.resolve("lib")).resolve("same.jar"), "same");
    Files.writeString(present.resolve("lib/other.jar"), "as it is");
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void fetchesOnlyWhatThePresentBuildLacks() throws Exception {
    Answer.There there = there(archive().bring(recorded));

    assertThat(there.fetched()).isEqualTo(1);
    assertThat(Tree.of(there.installed().folder())).isEqualTo(tree);
    assertThat(there.installed().folder())
        .isEqualTo(folder.resolve("toolchains/%s/quarkus-app".formatted(tree.digest().hex())));
    assertThat(there.installed().toolchain().digest()).isEqualTo(recorded);
    assertThat(ledger.wasAskedFor(Digest.of(present.resolve("lib/same.jar")))).isFalse();
    assertNothingElse();
  }

  @Test
  void isThereForTheNextRebuild() throws Exception {
    archive().bring(recorded);

    assertThat(there(archive().bring(recorded)).fetched()).isZero();
  }

  @Test
  void doesNotRunWhatSomebodyHasTouched() throws Exception {
    Path jar = there(archive().bring(recorded)).installed().folder().resolve("lib/other.jar");
    Files.writeString(jar, "as it wAs");

    Answer.There again = there(archive().bring(recorded));

    assertThat(again.fetched()).isEqualTo(1);
    assertThat(Tree.of(again.installed().folder())).isEqualTo(tree);
  }

  @Test
  void runsThePresentBuildWhereItIsTheRecordedOne() throws Exception {
    Digest same = ledger.put(toolchain(Tree.of(present).digest()).document());

    Answer.There there = there(archive().bring(same));

    assertThat(there.installed().folder()).isEqualTo(present);
    assertThat(folder.resolve("toolchains")).doesNotExist();
  }

  @Test
  void saysWhatIsGone() throws Exception {
    Digest other = Digest.of("as it was".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    ledger.remove(other);
    assertThat(archive().bring(recorded)).isEqualTo(new Answer.Gone(other));
    assertNothingElse();

    ledger.remove(tree.digest());
    assertThat(archive().bring(recorded)).isEqualTo(new Answer.Gone(tree.digest()));

    ledger.remove(recorded);
    assertThat(archive().bring(recorded)).isEqualTo(new Answer.Gone(recorded));
  }

  @Test
  void refusesWhatIsNotWhatItsDigestSays() throws IOException {
    ledger.damage(Digest.of("as it was".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertRefused();
    assertNothingElse();

    ledger.damage(tree.digest());
    assertRefused();

    ledger.damage(recorded);
    assertRefused();
  }

  private void assertRefused() {
    assertThatThrownBy(() -> archive().bring(recorded)).hasMessageEndingWith("(STK-042)");
  }

  private void assertNothingElse() throws IOException {
    try (Stream<Path> left = Files.list(folder.resolve("toolchains"))) {
      assertThat(left).allMatch(path -> path.endsWith(tree.digest().hex()));
    }
  }

  private static Answer.There there(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.There.class);
    return (Answer.There) answer;
  }

  private ToolchainArchive archive() throws IOException {
    FileDigests digests = FileDigests.keptIn(folder.resolve("digests"));
    Jdk jdk = new Jdk(Path.of("jdk"), "25.0.3", "somebody", Digest.of(new byte[0]));
    return new ToolchainArchive(
        folder.resolve("toolchains"),
        ledger.client(),
        digests,
        jdk,
        List.of(Installed.find("sbom", present, jdk, digests)));
  }

  private static Toolchain toolchain(Digest distribution) {
    return new Toolchain(
        "sbom",
        "0.1.0",
        distribution,
        new Toolchain.Java("25.0.3", "somebody", Digest.of(new byte[0])));
  }

  private Path code(String name, String file, String text) throws IOException {
    Path code = Files.createDirectories(folder.resolve(name));
    Files.writeString(code.resolve(file), text);
    return code;
  }
}
