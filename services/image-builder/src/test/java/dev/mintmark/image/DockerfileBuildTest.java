package dev.mintmark.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.build.v1.DockerfileBuild;
import dev.mintmark.events.build.v1.DockerfileImage;
import dev.mintmark.image.dockerfile.DockerfileTool;
import dev.mintmark.image.dockerfile.FakeBuildah;
import dev.mintmark.image.sandbox.Sandboxes;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.filetable.FileTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dockerfiles by a program that behaves as a test wants; the sandbox is the real one. */
class DockerfileBuildTest {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  @TempDir Path folder;
  private Inputs inputs;

  @BeforeEach
  void setUp() {
    inputs = new Inputs(new FolderArtifactStore(folder.resolve("store")));
    inputs.platforms = List.of("linux/amd64");
    inputs.files.removeIf(file -> !file.getPlatform().equals("linux/amd64"));
    inputs.armTargetPlatform = "linux/amd64";
    dockerfile(inputs, "FROM scratch\nCOPY a.txt /opt/a.txt\n", List.of());
  }

  static void dockerfile(Inputs inputs, String text, List<DockerfileImage> images) {
    inputs.base = "dockerfile";
    inputs.dockerfile =
        new DockerfileBuild(
            inputs.put(text.getBytes(UTF_8), MediaTypes.DOCKERFILE),
            inputs.tree(
                Map.of(
                    "a.txt", "text".getBytes(UTF_8),
                    "bin/run.sh", "#!/bin/sh\n".getBytes(UTF_8))),
            new ArrayList<>(images));
  }

  private BuiltImage build(String bud, String push) throws IOException {
    return build(bud, push, LIMIT);
  }

  private BuiltImage build(String bud, String push, Duration limit) throws IOException {
    Sandboxes.assumeAllowed(folder);
    Optional<DockerfileTool> tool = FakeBuildah.in(folder, bud, push, limit);
    return BuiltImage.of(inputs, folder.resolve("work"), 2, tool);
  }

  @Test
  void layersWhatItMakesBelowFilesAndApp() throws IOException {
    BuiltImage built =
        build(
            "mkdir rootfs/opt; cp /work/context/a.txt rootfs/opt/; ln -s a.txt rootfs/opt/l;"
                + " ln rootfs/opt/a.txt rootfs/opt/b.txt; chown 7:8 rootfs/opt/a.txt",
            "");

    assertThat(built.image(0).getLayers()).hasSize(3);
    assertThat(built.layer(0, 0))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "opt/",
                "755",
                "opt/a.txt",
                "644",
                "opt/b.txt",
                "= opt/a.txt",
                "opt/l",
                "-> a.txt"));
    FileTable.Row row =
        built.files().rows().stream()
            .filter(each -> each.path().equals("/opt/a.txt"))
            .findFirst()
            .orElseThrow();
    assertThat(row.input().artifact().digest().toString())
        .isEqualTo(Objects.requireNonNull(inputs.dockerfile).getFile().getDigest());
    assertThat(row.input().purl()).isNull();
    assertThat(row.layer().toString())
        .isEqualTo(built.image(0).getLayers().getFirst().getBlob().getDigest());
    assertThat(built.config(0).run().env()).contains("PATH=/bin", "LEVEL=info", "ZONE=");
    assertThat(built.event().getImageTool().getVersion()).isEqualTo("9.9.9");
  }

  @Test
  void takesNoTimesOver() throws IOException {
    BuiltImage one = build("touch -d @5 rootfs/f", "");
    BuiltImage other = build("touch -d @99999 rootfs/f", "");

    assertThat(one.event().getIndex()).isEqualTo(other.event().getIndex());
  }

  @Test
  void givesTheContextsFilesTheModesOfTheirContents() throws IOException {
    BuiltImage built = build("cp -r /work/context/. rootfs/", "");

    assertThat(built.layer(0, 0))
        .containsEntry("bin/run.sh", "755")
        .containsEntry("a.txt", "644")
        .containsEntry("bin/", "755");
  }

  @Test
  void leavesNothingBehind() throws IOException {
    build("mkdir -m 0 rootfs/x; chown 9:9 rootfs/x", "");

    try (Stream<Path> left = Files.list(folder.resolve("work"))) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a clock | date +%s%N >rootfs/stamp; touch rootfs/same | | IMG-072 | /stamp (content)
          random names | touch rootfs/$(cat /proc/sys/kernel/random/uuid) | | IMG-072 | is in one of them
          random modes | touch rootfs/f; n=$(($(date +%s) % 2)); chmod 64$n rootfs/f; if [ $n = 0 ]; then sleep 0; fi; date +%N >rootfs/g | | IMG-072 | /g
          another environment | date +%N >zone | | IMG-072 | how it is run
          an error | echo 'STEP 2/3: RUN false'; exit 3 | | IMG-067 | STEP 2/3: RUN false
          no output | | rm -r "$out" | IMG-070 | left no manifest.json
          no layer | | rm "$out/$diff" | IMG-070 | left no
          a damaged layer | | printf x >>"$out/$diff" | IMG-070 | is another one
          a layer that is a link | | mv "$out/$diff" x; ln -s /work/tmp/x "$out/$diff" | IMG-070 | left no
          a config that is none | | printf '{}' >"$out/$config" | IMG-070 | is another one
          a manifest that is none | | printf '{}' >"$out/manifest.json" | IMG-070 | schemaVersion
          a huge manifest | | truncate -s 5M "$out/manifest.json" | IMG-070 | over 4 MiB
          a manifest that is a link | | mv "$out/manifest.json" m; ln -s /work/tmp/m "$out/manifest.json" | IMG-070 | left no
          a pipe | mkfifo rootfs/p | | PKG-012 | FIFO
          a secret | echo x >rootfs/id_rsa | | IMG-040 | /id_rsa
          a setuid program | touch rootfs/su; chmod 4755 rootfs/su | | IMG-038 | /su
          the app's place | mkdir -p rootfs/app; echo x >rootfs/app/serve.sh | | IMG-002 | /app/serve.sh
          """)
  void refuses(String what, String bud, String push, String code, String found) {
    assertThatThrownBy(() -> build(bud == null ? "" : bud, push == null ? "" : push))
        .as(what)
        .hasMessageContaining(code)
        .hasMessageContaining(found);
  }

  @Test
  void endsABuildThatHangs() {
    assertThatThrownBy(() -> build("sleep 600", "", Duration.ofSeconds(3)))
        .hasMessageContaining("IMG-068");
  }

  @Test
  void endsABuildThatFloodsItsOutput() {
    assertThatThrownBy(() -> build("yes", "")).hasMessageContaining("IMG-069");
  }

  @Test
  void refusesWithoutATool() {
    assertThatThrownBy(() -> BuiltImage.of(inputs, folder.resolve("work"), 2, Optional.empty()))
        .hasMessageContaining("IMG-065")
        .hasMessageContaining("apt-get install buildah");
  }

  @Test
  void refusesOtherImagesThanThoseOfTheRequest() {
    String digest = "sha256:" + "ab".repeat(32);
    dockerfile(inputs, "FROM r.example/a@" + digest + "\n", List.of());

    assertThatThrownBy(() -> BuiltImage.of(inputs, folder.resolve("work"), 2, Optional.empty()))
        .hasMessageContaining("IMG-064")
        .hasMessageContaining("r.example/a");
  }

  @Test
  void refusesALineThatReachesOut() {
    dockerfile(inputs, "FROM scratch\nADD https://example.com/a /a\n", List.of());

    assertThatThrownBy(() -> BuiltImage.of(inputs, folder.resolve("work"), 2, Optional.empty()))
        .hasMessageContaining("IMG-062")
        .hasMessageContaining("line 2");
  }

  @Test
  void refusesABaseBesideIt() {
    inputs.base = "scratch";

    assertThatThrownBy(() -> BuiltImage.of(inputs, folder.resolve("work"), 2, Optional.empty()))
        .hasMessageContaining("IMG-008");
  }
}
