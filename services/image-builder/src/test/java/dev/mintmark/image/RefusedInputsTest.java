package dev.mintmark.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.build.v1.AllowedFinding;
import dev.mintmark.events.build.v1.ImageFile;
import dev.mintmark.image.assemble.Layers;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.FolderArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedInputsTest {
  @TempDir Path folder;
  private ArtifactStore store;
  private Inputs inputs;

  @BeforeEach
  void setUp() {
    store = new FolderArtifactStore(folder.resolve("store"));
    inputs = new Inputs(store);
  }

  private void build() throws IOException {
    new BuildImage(
            store, new EventChain(store), folder.resolve("work"), new Layers(2), Optional.empty())
        .apply(inputs.incoming());
  }

  private static Arguments row(String name, String code, String names, Consumer<Inputs> change) {
    return arguments(name, code, names, change);
  }

  private static ImageFile extra(Inputs inputs, String path, byte[] content) {
    return Inputs.file("linux/amd64", path, inputs.put(content, MediaTypes.OCTET_STREAM), null);
  }

  static Stream<Arguments> changes() {
    byte[] text = "text".getBytes(UTF_8);
    return Stream.of(
        row("a base by tag", "IMG-001", "debian:12", i -> i.base = "debian:12"),
        row(
            "a base whose documents are not listed",
            "IMG-010",
            "does not list it",
            i -> i.base = Digest.of(text).toString()),
        row(
            "an allowance for what cannot be allowed",
            "IMG-042",
            "'anything' can not be allowed",
            i -> i.allow.add(new AllowedFinding("/app/serve.sh", "anything", "why not"))),
        row(
            "an allowance for the whole image",
            "IMG-042",
            "no absolute path",
            i -> i.allow.add(new AllowedFinding("/**", "setuid", "why not"))),
        row(
            "an allowance without a reason",
            "IMG-042",
            "no reason",
            i -> i.allow.add(new AllowedFinding("/app/serve.sh", "setuid", " "))),
        row(
            "an allowance that allows nothing",
            "IMG-042",
            "no image has such a finding",
            i -> i.allow.add(new AllowedFinding("/app/serve.sh", "setuid", "it was once"))),
        row("layers over the budget", "IMG-041", "linux/amd64", i -> i.sizeBudget = 10L),
        row(
            "a secret in the app",
            "IMG-040",
            "/app/.netrc",
            i -> i.app.put(".netrc", "machine example.com password x".getBytes(UTF_8))),
        row(
            "one path for two files",
            "IMG-002",
            "/usr/lib/libonnxruntime.so",
            i -> i.files.add(extra(i, "/usr/lib/libonnxruntime.so", Inputs.AMD64))),
        row(
            "a file where the app has one",
            "IMG-002",
            "/app/serve.sh",
            i -> i.files.add(extra(i, "/app/serve.sh", text))),
        row(
            "a file where the app has a folder",
            "IMG-002",
            "/app/lib",
            i -> i.files.add(extra(i, "/app/lib", text))),
        row(
            "a file below the app's file",
            "IMG-002",
            "/app/serve.sh",
            i -> i.files.add(extra(i, "/app/serve.sh/x", text))),
        row(
            "a file in the app's place",
            "IMG-002",
            "/app",
            i -> i.files.add(extra(i, "/app", text))),
        row(
            "a member that is not there",
            "IMG-003",
            "'native/missing.so'",
            i -> i.files.set(0, i.library("linux/amd64", "native/missing.so"))),
        row(
            "a member that is there twice",
            "IMG-003",
            "2 files",
            i -> {
              i.jar = i.archive(Map.of("x.so", Inputs.AMD64), true);
              i.files.set(0, i.library("linux/amd64", "x.so"));
            }),
        row(
            "a member that is a folder",
            "IMG-004",
            "folder",
            i -> {
              i.jar = i.archive(Map.of("native/", new byte[0]), false);
              i.files.set(0, i.library("linux/amd64", "native/"));
            }),
        row(
            "an archive that is none",
            "IMG-004",
            "not a readable zip",
            i -> {
              i.jar = i.put(text, "application/java-archive");
              i.files.set(0, i.library("linux/amd64", "x.so"));
            }),
        row(
            "the other platform's library",
            "IMG-005",
            "aarch64",
            i -> i.files.set(0, i.library("linux/amd64", Inputs.MEMBER_ARM64))),
        row(
            "a library that is a text",
            "IMG-005",
            "/usr/lib/libx.so.1",
            i -> i.files.add(extra(i, "/usr/lib/libx.so.1", text))),
        row(
            "a native file in the app of two platforms",
            "IMG-005",
            "/app/helper",
            i -> i.app.put("helper", Inputs.AMD64)),
        row(
            "a target on a platform that is not built",
            "IMG-006",
            "cpu-arm64",
            i -> {
              i.platforms = List.of("linux/amd64");
              i.files.remove(1);
            }),
        row(
            "an app that is not a tree",
            "IMG-007",
            "not a tree",
            i -> i.appTree = i.put(text, MediaTypes.TREE)),
        row("no platform", "IMG-008", "platforms", i -> i.platforms = List.of()),
        row(
            "a platform twice",
            "IMG-008",
            "one twice",
            i -> i.platforms = List.of("linux/amd64", "linux/arm64", "linux/arm64")),
        row("a malformed platform", "IMG-008", "amd64", i -> i.platforms = List.of("amd64")),
        row(
            "a file for a platform that is not built",
            "IMG-008",
            "linux/riscv64",
            i -> i.files.add(i.library("linux/riscv64", Inputs.MEMBER_AMD64))),
        row("a malformed repository", "IMG-008", "Vision", i -> i.repository = "Vision/Face"),
        row("a port that is none", "IMG-008", "65536", i -> i.port = 65_536),
        row("a relative path", "IMG-008", "usr/lib", i -> i.files.add(extra(i, "usr/lib/x", text))),
        row(
            "a setuid file",
            "IMG-008",
            "4755",
            i -> {
              ImageFile file = extra(i, "/usr/bin/x", text);
              i.files.add(ImageFile.newBuilder(file).setMode(04755).build());
            }),
        row(
            "a path out of the image",
            "OCI-002",
            "../etc/passwd",
            i -> i.files.add(extra(i, "/../etc/passwd", text))),
        row(
            "a model that is not stored",
            "IMG-009",
            "model.onnx",
            i -> i.model = Artifact.of(text, MediaTypes.ONNX)),
        row(
            "a model of another size",
            "IMG-009",
            "announced were 16",
            i -> i.model = new Artifact(i.model.digest(), MediaTypes.ONNX, 16)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void refuses(String name, String code, String names, Consumer<Inputs> change) {
    change.accept(inputs);

    assertThatThrownBy(this::build)
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> {
              assertThat(e.refusal().code()).isEqualTo(code);
              assertThat(e.refusal().message()).contains(names);
            });
    assertThat(folder.resolve("work"))
        .satisfiesAnyOf(
            work -> assertThat(work).doesNotExist(), work -> assertThat(work).isEmptyDirectory());
  }

  @Test
  void refusesAnAppFileThatIsDamagedInTheStore() throws IOException {
    inputs.appTree = inputs.tree(inputs.app);
    Path stored = folder.resolve("store").resolve(Digest.of(Inputs.DETECT).hex());
    Files.writeString(stored, "boxes = ()\n");

    assertThatThrownBy(this::build)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo("ART-002"));
  }

  @Test
  void refusesAnAppFileThatIsMissing() throws IOException {
    inputs.appTree = inputs.tree(inputs.app);
    Files.delete(folder.resolve("store").resolve(Digest.of(Inputs.SERVE).hex()));

    assertThatThrownBy(this::build)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo("ART-001"));
  }
}
