package dev.mintmark.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.releasefile.ReleaseFileReader;
import dev.mintmark.cli.vendor.PinnedRelease;
import dev.mintmark.content.Digest;
import dev.mintmark.inputs.DebianLock;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.debian.IndexEvidence;
import dev.mintmark.verify.key.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no client: everything is vendored already, or comes out of a bundle. */
class VendorCommandTest {
  @TempDir Path folder;

  private CommandRun run;

  @BeforeEach
  void writeARelease() throws IOException {
    PinnedRelease pinned = PinnedRelease.write(folder, new VendorStore(folder.resolve("vendor")));
    Files.writeString(folder.resolve("release.yaml"), pinned.text(release()));
    Files.writeString(folder.resolve("scratch.yaml"), release());
    run = new CommandRun(folder);
  }

  @Test
  void fetchesNothingThatIsThereAndShowsATable() {
    assertThat(run.run("vendor", "-f", "release.yaml")).as(run.err()).isZero();

    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "input for files fetched size",
            "debian linux/amd64 1 0 0 B",
            "debian linux/arm64 2 0 0 B",
            "wheels linux/amd64, linux/arm64 2 0 0 B")
        .anyMatch(line -> line.matches("base registry.example/base@sha256:\\S+ 7 0 0 B"));
  }

  @Test
  void carriesEverythingInABundle() throws IOException {
    assertThat(run.run("vendor", "-f", "release.yaml", "--bundle", "b.tar")).isZero();
    assertThat(run.run("vendor", "-f", "release.yaml", "--bundle", "c.tar")).isZero();
    CommandRun other = new CommandRun(folder);
    int exit =
        other.run(
            "vendor", "-f", "release.yaml", "--from-bundle", "b.tar", "--into", "o", "--json");

    assertThat(exit).as(other.err()).isZero();
    assertThat(folder.resolve("b.tar")).hasSameBinaryContentAs(folder.resolve("c.tar"));
    JsonNode json = new ObjectMapper().readTree(other.out());
    assertThat(json.at("/inputs/0/kind").asText()).isEqualTo("bundle");
    // Five packages, seven parts of the base, three locks.
    assertThat(json.at("/inputs/0/fetched").asInt()).isEqualTo(15);
    assertThat(folder.resolve("o/sha256")).isDirectory();
  }

  /** npm is a small script here that does what it does. */
  @Test
  void fetchesAFileAndSaysItsDigestOnlyWhenItIsAskedTo() throws IOException {
    Path npm = Files.createDirectories(folder.resolve("bin")).resolve("npm");
    Files.writeString(npm, "#!/bin/sh\nprintf bytes >\"$4/name-1.0.2.tgz\"\n");
    assertThat(npm.toFile().setExecutable(true)).isTrue();
    run.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    String text =
        release()
            .replaceFirst("(?m)^      purl: .*\\n", "")
            .replace("      from: ${inputs}/runtime.jar\n", "      npm: name@1.0.2\n");
    Path file = Files.writeString(folder.resolve("file.yaml"), text);

    assertThat(run.run("vendor", "-f", "file.yaml")).isEqualTo(Exit.USAGE.code());
    assertThat(run.err()).contains("(VND-070)").contains("mintmark vendor --update");
    assertThat(run.run("vendor", "--update", "-f", "file.yaml")).isEqualTo(Exit.USAGE.code());
    String digest = Digest.of("bytes".getBytes(StandardCharsets.UTF_8)).toString();
    assertThat(run.err()).contains("what came has " + digest);
    assertThat(file).hasContent(text);

    Files.writeString(
        file, text.replace("npm: name@1.0.2\n", "npm: name@1.0.2\n      sha256: " + digest + "\n"));
    assertThat(run.run("vendor", "-f", "file.yaml", "--bundle", "f.tar")).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("npm +name@1.0.2 +1 +0");
    assertThat(run.run("vendor", "-f", "file.yaml", "--from-bundle", "f.tar", "--into", "p"))
        .as(run.err())
        .isZero();
    assertThat(new VendorStore(folder.resolve("p")).has(Digest.parse(digest))).isTrue();
  }

  @Test
  void signsABundleAndAsksForTheSignature() throws IOException {
    SigningKey key = SigningKey.generate();
    key.write(folder.resolve("inputs.pem"));
    Files.write(folder.resolve("inputs.pub"), key.verificationKey().pem());
    Files.write(folder.resolve("other.pub"), SigningKey.generate().verificationKey().pem());
    assertThat(run("--bundle", "b.tar", "--key", "inputs.pem")).as(run.err()).isZero();
    assertThat(run("--bundle", "plain.tar")).isZero();

    assertThat(run("--from-bundle", "b.tar", "--bundle-key", "inputs.pub", "--into", "o"))
        .as(run.err())
        .isZero();
    assertThat(run("--from-bundle", "b.tar", "--into", "o")).isZero();
    assertThat(run.err()).contains("nobody checked by whom").contains("--bundle-key");
    assertThat(run("--from-bundle", "b.tar", "--bundle-key", "other.pub", "--into", "p"))
        .isEqualTo(Exit.REFUSED.code());
    assertThat(run.err()).contains("(VND-054)");
    assertThat(run("--from-bundle", "plain.tar", "--bundle-key", "inputs.pub", "--into", "p"))
        .isEqualTo(Exit.REFUSED.code());
    assertThat(run.err()).contains("(VND-053)");
    assertThat(folder.resolve("p/sha256")).doesNotExist();
    assertThat(run("--bundle", "c.tar", "--key", "none.pem")).isNotZero();
    assertThat(run.err()).contains("(VER-002)");
    assertThat(run("--key", "inputs.pem")).isEqualTo(Exit.USAGE.code());
    assertThat(run.err()).contains("(CLI-146)");
  }

  @Test
  void listsTheEvidenceAndCarriesItInABundle() throws Exception {
    VendorStore store = new VendorStore(folder.resolve("vendor"));
    byte[] signed = "-----BEGIN PGP SIGNED MESSAGE-----".getBytes(StandardCharsets.UTF_8);
    Digest digest = store.keep(signed);
    for (String architecture : List.of("amd64", "arm64")) {
      new IndexEvidence(store)
          .note(
              DebianLock.parse(Files.readAllBytes(folder.resolve("debian.lock"))),
              architecture,
              List.of(new IndexEvidence.Index("mirror_dists_x_InRelease", digest, signed.length)));
    }
    SigningKey key = SigningKey.generate();
    key.write(folder.resolve("inputs.pem"));
    Files.write(folder.resolve("inputs.pub"), key.verificationKey().pem());

    assertThat(run("--bundle", "b.tar", "--key", "inputs.pem")).as(run.err()).isZero();
    assertThat(run.out()).contains("evidence kept: 3 lock files, 1 signed indexes");
    assertThat(run("--from-bundle", "b.tar", "--into", "unchecked", "--json")).isZero();
    assertThat(run.out()).as("of nobody who was checked").doesNotContain("InRelease");
    CommandRun other = new CommandRun(folder);
    other.run(
        "vendor",
        "-f",
        "release.yaml",
        "--from-bundle",
        "b.tar",
        "--bundle-key",
        "inputs.pub",
        "--into",
        "o",
        "--json");

    assertThat(new ObjectMapper().readTree(other.out()).get("evidence"))
        .extracting(each -> each.get("name").asText())
        .containsExactly(
            "evidence/amd64+arm64/mirror_dists_x_InRelease",
            "lock/debian.lock",
            "lock/requirements.txt",
            "lock/wheels.lock");
    assertThat(new VendorStore(folder.resolve("o")).has(digest)).isTrue();
  }

  @Test
  void leavesALockOfAnotherToolToThatTool() throws IOException {
    Files.writeString(folder.resolve("uv.lock"), "version = 1\n");
    String text = Files.readString(folder.resolve("release.yaml"));
    Files.writeString(
        folder.resolve("release.yaml"),
        text.replace("python: requirements.txt", "python: uv.lock")
            .replace("  packages: debian.lock\n", ""));

    assertThat(run("--update")).isEqualTo(Exit.USAGE.code());
    assertThat(run.err()).contains("(VND-052)").contains("`uv lock`");
    assertThat(run()).isEqualTo(Exit.USAGE.code());
    assertThat(run.err()).contains("(VND-006)").contains("requires-python");
  }

  private int run(String... words) {
    run = new CommandRun(folder);
    return run.run(
        Stream.concat(Stream.of("vendor", "-f", "release.yaml"), Stream.of(words))
            .toArray(String[]::new));
  }

  @Test
  void refusesADamagedBundle() throws IOException {
    assertThat(run.run("vendor", "-f", "release.yaml", "--bundle", "b.tar")).isZero();
    byte[] bytes = Files.readAllBytes(folder.resolve("b.tar"));
    Files.write(folder.resolve("b.tar"), java.util.Arrays.copyOf(bytes, bytes.length / 2));

    assertThat(run.run("vendor", "-f", "release.yaml", "--from-bundle", "b.tar", "--into", "o"))
        .isEqualTo(Exit.REFUSED.code());
    assertThat(run.err()).contains("(VND-040)");
  }

  @Test
  void refusesAReleaseThatHasNothingToVendor() {
    assertThat(run.run("vendor", "-f", "scratch.yaml")).isEqualTo(Exit.USAGE.code());
    assertThat(run.err()).contains("(VND-041)").contains("image.packages");
  }

  @Test
  void refusesALockThatIsNotThereAndSaysWhatMakesIt() throws IOException {
    Files.delete(folder.resolve("debian.lock"));

    assertThat(run.run("vendor", "-f", "release.yaml")).isEqualTo(Exit.USAGE.code());
    assertThat(run.err()).contains("(VND-006)").contains("mintmark vendor --update");
    assertThat(run.run("vendor", "--update", "-f", "release.yaml")).isEqualTo(Exit.USAGE.code());
    assertThat(run.err()).contains("debian.in").contains("does not exist");
  }

  @Test
  void refusesALockOfAnotherPlatform() throws IOException {
    String lock = Files.readString(folder.resolve("debian.lock"));
    Files.writeString(folder.resolve("debian.lock"), lock.replaceAll("(?m)^amd64.*\n", ""));

    assertThat(run.run("vendor", "-f", "release.yaml")).isEqualTo(Exit.USAGE.code());
    assertThat(run.err()).contains("(VND-005)").contains("linux/amd64");
  }

  @Test
  void saysWhichClientIsMissing() throws IOException {
    VendorStore.delete(folder.resolve("vendor/sha256"));
    Files.writeString(
        folder.resolve("release.yaml"),
        Files.readString(folder.resolve("release.yaml"))
            .replaceAll("base: registry\\S+", "base: scratch"));
    run.environment().put("PATH", folder.toString());

    assertThat(run.run("vendor", "-f", "release.yaml")).isEqualTo(Exit.FAILURE.code());
    assertThat(run.err()).contains("(VND-001)").contains("apt");
  }

  @Test
  void twoWaysAtOnceAreNone() {
    assertThat(run.run("vendor", "-f", "release.yaml", "--from-bundle", "b", "--bundle", "c"))
        .isEqualTo(Exit.USAGE.code());
    assertThat(run.err()).contains("(CLI-146)");
  }

  private static String release() throws IOException {
    try (InputStream in = ReleaseFileReader.class.getResourceAsStream("release.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
