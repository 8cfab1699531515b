package dev.mintmark.cli.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.kit.Tars.Entry;
import dev.mintmark.content.Digest;
import dev.mintmark.verify.registry.SignedRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kits as somebody on the way may have changed them. */
class ChangedKitTest extends KitWorld {
  private static final byte[] OTHER = "other bytes".getBytes(UTF_8);
  private static byte[] kit = {};

  static Stream<Arguments> tamperings() {
    String layer = "blobs/sha256/" + SignedRelease.layer().hex();
    String stray = "blobs/sha256/" + Digest.of(OTHER).hex();
    return Stream.of(
        tampering("CLI-121", "a blob's bytes", put(layer, OTHER)),
        tampering("CLI-122", "a missing blob", remove(layer)),
        tampering("CLI-122", "a blob that nothing names", put(stray, OTHER)),
        tampering("CLI-120", "an unknown member", put("install.sh", OTHER)),
        tampering("CLI-120", "a way out", put("blobs/sha256/../../../x", OTHER)),
        tampering("CLI-120", "an absolute path", put("/etc/cron.d/x", OTHER)),
        tampering("CLI-120", "a file for no target", put("sbom/..-image.cdx.json/x", OTHER)),
        tampering("CLI-120", "a symbolic link", kind(layer, TarConstants.LF_SYMLINK)),
        tampering("CLI-120", "a hard link", kind(layer, TarConstants.LF_LINK)),
        tampering("CLI-120", "a folder", kind("keys/verdict.pub", TarConstants.LF_DIR)),
        tampering("PKG-012", "a FIFO", kind(layer, TarConstants.LF_FIFO)),
        tampering("CLI-120", "a member twice", entries -> entries.add(entries.getLast())),
        tampering("CLI-120", "another layout", put("oci-layout", OTHER)),
        tampering("CLI-122", "no layout", remove("oci-layout")),
        tampering("CLI-122", "no index.json", remove("index.json")),
        tampering("CLI-122", "no instructions", remove("INSTRUCTIONS.txt")),
        tampering("CLI-122", "no key", remove("keys/release.pub")),
        tampering("CLI-120", "endless instructions", put("INSTRUCTIONS.txt", new byte[2 << 20])),
        tampering("CLI-120", "an endless key", put("keys/evidence.pub", new byte[2 << 20])),
        tampering("CLI-120", "an endless key set", put("keys/keyset.txt", new byte[2 << 20])),
        tampering(
            "CLI-123",
            "a key that attested nothing",
            put("keys/evidence.pub", STRANGER.verificationKey().pem())),
        tampering("OCI-005", "no JSON", put("index.json", OTHER)),
        tampering(
            "OCI-008",
            "another form",
            edit("\"dev.mintmark.kit\":\"1\"", "\"dev.mintmark.kit\":\"2\"")),
        tampering(
            "OCI-008",
            "no tag",
            edit(
                "\"dev.mintmark.kit.version\":\"v1.0.0\"",
                "\"dev.mintmark.kit.version\":\"v1.0.1\"")),
        tampering("CLI-123", "another version", edit("\"v1.0.0\"", "\"v2.0.0\"")),
        tampering(
            "CLI-125", "another repository", edit("vision/face-detect", "vision/face-reject")),
        tampering("CLI-122", "one more tag", edit("\"manifests\":[", "\"manifests\":[%s,")),
        tampering("CLI-123", "another SBOM", put("sbom/cpu-amd64-image.cdx.json", OTHER)),
        tampering("CLI-122", "no SBOM", remove("sbom/cpu-amd64-model.cdx.json")),
        tampering("CLI-122", "an SBOM too many", put("sbom/cpu-arm64-model.cdx.json", OTHER)),
        tampering("CLI-123", "another statement", put("release/cpu-amd64/release.env", OTHER)),
        tampering(
            "CLI-123", "another key", put("keys/release.pub", STRANGER.verificationKey().pem())));
  }

  private static Arguments tampering(String code, String name, Consumer<List<Entry>> change) {
    return Arguments.of(name, code, change);
  }

  private static Consumer<List<Entry>> put(String name, byte[] content) {
    return entries -> {
      entries.removeIf(entry -> entry.name().equals(name));
      entries.add(Entry.file(name, content));
    };
  }

  private static Consumer<List<Entry>> remove(String name) {
    return entries -> entries.removeIf(entry -> entry.name().equals(name));
  }

  private static Consumer<List<Entry>> kind(String name, byte type) {
    return entries -> {
      entries.removeIf(entry -> entry.name().equals(name));
      entries.add(new Entry(name, type, new byte[0]));
    };
  }

  /** In index.json; %s is another tag of its first manifest. */
  private static Consumer<List<Entry>> edit(String from, String to) {
    return entries -> {
      for (Entry entry : List.copyOf(entries)) {
        if (entry.name().equals("index.json")) {
          String json = new String(entry.content(), UTF_8);
          String first = json.substring(json.indexOf("[{") + 1, json.indexOf("}},") + 2);
          String more = first.replaceAll("ref.name\":\"[^\"]*", "ref.name\":\"latest");
          put("index.json", json.replace(from, to.formatted(more)).getBytes(UTF_8)).accept(entries);
        }
      }
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tamperings")
  void refusesAKitThatSomebodyChanged(String name, String code, Consumer<List<Entry>> change)
      throws IOException {
    Path kit = Tars.changed(kit(), change);

    CommandException refused = refusal(() -> verified(kit));

    assertThat(refused.code()).as(refused.text()).isEqualTo(code);
    assertThat(refused.exit()).isEqualTo(Exit.REFUSED);
  }

  @Test
  void acceptsAKitThatWasPackedAgain() throws IOException {
    Path kit = Tars.changed(export("kit.tar", RELEASE, KEY).file(), entries -> {});

    verified(kit);
  }

  @Test
  void refusesATarThatEndsEarly() throws IOException {
    Path kit = export("kit.tar", RELEASE, KEY).file();
    byte[] bytes = Files.readAllBytes(kit);
    for (int size : new int[] {0, 100, 512, bytes.length / 2}) {
      Path cut = Files.write(folder.resolve("cut.tar"), Arrays.copyOf(bytes, size));
      assertThat(refusal(() -> verified(cut)).code()).as(size + " bytes").isEqualTo("PKG-004");
    }
  }

  /** Written once for all tests: the same bytes each time. */
  private Path kit() throws IOException {
    if (kit.length == 0) {
      kit = Files.readAllBytes(export("kit.tar", RELEASE, KEY).file());
    }
    return Files.write(folder.resolve("kit.tar"), kit);
  }
}
