package dev.mintmark.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mintmark.events.build.v1.DockerfileImage;
import dev.mintmark.image.dockerfile.Buildah;
import dev.mintmark.image.dockerfile.DockerfileTool;
import dev.mintmark.image.sandbox.Sandboxes;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.packages.fixture.TarFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dockerfiles by the machine's own buildah. */
class RealDockerfileTest {
  private static final Path EMULATOR = Path.of("/proc/sys/fs/binfmt_misc/qemu-aarch64");
  private static final String NAME = "registry.example.com/base:1@";

  @TempDir Path folder;
  private Optional<DockerfileTool> tool = Optional.empty();
  private Inputs inputs;

  @BeforeEach
  void setUp() throws IOException {
    Optional<Buildah> buildah =
        Buildah.find(Optional.empty(), System.getenv().getOrDefault("PATH", ""));
    assumeThat(buildah).as("no buildah on the PATH: apt-get install buildah").isPresent();
    Sandboxes.assumeAllowed(folder);
    tool = buildah.map(found -> new DockerfileTool(found, Duration.ofMinutes(30)));
    inputs = new Inputs(new FolderArtifactStore(folder.resolve("store")));
  }

  private BuiltImage build() throws IOException {
    return BuiltImage.of(inputs, folder.resolve("work"), 2, tool);
  }

  /** The only platform that can run anything here. */
  private void onlyThisMachine() {
    String platform =
        System.getProperty("os.arch").equals("aarch64") ? "linux/arm64" : "linux/amd64";
    inputs.platforms = List.of(platform);
    inputs.files.removeIf(file -> !file.getPlatform().equals(platform));
    assumeThat(platform).as("the fixture's targets are of amd64").isEqualTo("linux/amd64");
    inputs.armTargetPlatform = platform;
  }

  /** A base with a shell: the machine's busybox and the libraries that it is linked to. */
  private String shellBase() throws IOException {
    Path busybox = Path.of("/usr/bin/busybox");
    assumeThat(busybox).as("no busybox: apt-get install busybox").isExecutable();
    TarFixture tar =
        new TarFixture()
            .directory("bin/", 0755)
            .bytes("bin/busybox", 0755, Files.readAllBytes(busybox))
            .symlink("bin/sh", "busybox")
            .directory("etc/", 0755)
            .file("etc/motd", 0644, "hello\n")
            .directory("srv/", 0750)
            .file("srv/old", 0644, "old\n")
            .file("srv/kept", 0644, "kept\n");
    Process ldd = new ProcessBuilder("ldd", busybox.toString()).start();
    String libraries = new String(ldd.getInputStream().readAllBytes(), UTF_8);
    Set<String> folders = new HashSet<>(List.of("bin", "etc", "srv"));
    for (String word : libraries.split("\\s+")) {
      if (word.startsWith("/")) {
        String path = word.substring(1);
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
          if (folders.add(path.substring(0, slash))) {
            tar.directory(path.substring(0, slash + 1), 0755);
          }
        }
        tar.bytes(path, 0755, Files.readAllBytes(Path.of(word)));
      }
    }
    BaseFixture.of(tar).in(inputs);
    return inputs.base;
  }

  private void dockerfile(String text, String... images) {
    DockerfileBuildTest.dockerfile(
        inputs,
        text,
        List.of(images).stream().map(each -> new DockerfileImage(NAME + each, each)).toList());
  }

  private static Map<String, FileTable.Row> rows(BuiltImage built) {
    return built.files().rows().stream()
        .collect(Collectors.toMap(FileTable.Row::path, Function.identity()));
  }

  @Test
  void copiesForEveryPlatformAndRunsNothing() throws IOException {
    BaseFixture.debian().in(inputs);
    String base = inputs.base;
    dockerfile(
        """
        FROM scratch AS files
        COPY bin /opt/bin
        FROM %1$s%2$s
        COPY --from=files --chown=7:8 /opt /opt
        COPY --from=%1$s%2$s /etc/passwd /opt/passwd
        ADD a.txt /srv/
        ENV COLOUR=blue
        USER 7:8
        """
            .formatted(NAME, base),
        base);

    BuiltImage built = build();

    for (int platform = 0; platform < 2; platform++) {
      assertThat(built.image(platform).getLayers()).hasSize(4);
      assertThat(built.layer(platform, 1))
          .containsEntry("opt/bin/run.sh", "755")
          .containsEntry("opt/passwd", "644")
          .containsEntry("srv/a.txt", "644")
          .doesNotContainKey("etc/passwd");
      assertThat(built.config(platform).run().env()).contains("COLOUR=blue", "PATH=/usr/bin");
      assertThat(built.config(platform).run().user()).isEqualTo("7:8");
      assertThat(built.manifest(platform).annotations())
          .containsKey("org.opencontainers.image.base.digest");
    }
    assertThat(built.event().getImageTool().getName()).isEqualTo("buildah");
  }

  @Test
  void runsStepsAndKeepsWhatTheyDoNotChange() throws IOException {
    onlyThisMachine();
    String base = shellBase();
    dockerfile(
        """
        FROM %s%s
        USER 0:0
        ENV PATH=/bin
        RUN busybox rm /srv/old && echo new >/srv/new && busybox touch /etc/motd
        RUN --mount=type=bind,source=a.txt,target=/mnt/a.txt busybox cat /mnt/a.txt >/srv/mounted
        """
            .formatted(NAME, base),
        base);

    BuiltImage built = build();

    assertThat(built.layer(0, 1))
        .containsEntry("srv/", "750")
        .containsEntry("srv/.wh.old", "0")
        .containsKeys("srv/new", "srv/mounted")
        .doesNotContainKeys("etc/motd", "srv/kept", "bin/busybox");
    Map<String, FileTable.Row> rows = rows(built);
    assertThat(rows).doesNotContainKey("/srv/old");
    assertThat(row(rows, "/etc/motd").input().purl()).startsWith("pkg:oci/base@");
    assertThat(row(rows, "/srv/new").input().artifact().digest().toString())
        .isEqualTo(Objects.requireNonNull(inputs.dockerfile).getFile().getDigest());
    BuiltImage again = BuiltImage.of(inputs, folder.resolve("elsewhere"), 1, tool);
    assertThat(again.event()).isEqualTo(built.event());
  }

  /** On a machine of another kind, by qemu's emulator of its programs. */
  @Test
  void runsStepsOfAnotherKindOfProcessor() throws IOException {
    assumeThat(System.getProperty("os.arch")).as("the step is for arm64").isEqualTo("amd64");
    assumeThat(EMULATOR)
        .as("no emulator for arm64: apt-get install qemu-user-static binfmt-support")
        .exists();
    inputs.platforms = List.of("linux/arm64");
    inputs.files.removeIf(file -> !file.getPlatform().equals("linux/arm64"));
    inputs.amdTargetPlatform = "linux/arm64";
    BaseFixture.of(
            new TarFixture()
                .directory("bin/", 0755)
                .bytes("bin/make", 0755, TinyProgram.writesOnArm64("/srv/made", "on arm64\n"))
                .directory("srv/", 0755))
        .in(inputs);
    String base = inputs.base;
    dockerfile("FROM %s%s\nUSER 0:0\nRUN [\"/bin/make\"]\n".formatted(NAME, base), base);

    BuiltImage built = build();

    assertThat(built.layer(0, 1)).containsKey("srv/made").doesNotContainKey("bin/make");
    assertThat(row(rows(built), "/srv/made").size()).isEqualTo("on arm64\n".length());
  }

  @Test
  void refusesWhatTwoBuildsMakeDifferently() throws IOException {
    onlyThisMachine();
    String base = shellBase();
    dockerfile(
        "FROM %s%s\nUSER 0\nRUN /bin/busybox date +%%s >/srv/when; echo same >/srv/same\n"
            .formatted(NAME, base),
        base);

    assertThatThrownBy(this::build)
        .hasMessageContaining("IMG-072")
        .hasMessageContaining("/srv/when (content)")
        .hasMessageNotContaining("/srv/same");
  }

  @Test
  void reachesNoNetworkAndNoFileOfTheMachine() throws IOException {
    onlyThisMachine();
    String base = shellBase();
    dockerfile(
        """
        FROM %s%s
        USER 0
        ENV PATH=/bin
        RUN ! busybox wget -T 2 http://192.0.2.1/ && ! busybox cat /work/Dockerfile && \\
            ! busybox ls /home && busybox ip -o link | busybox wc -l >/srv/links
        """
            .formatted(NAME, base),
        base);

    assertThat(build().layer(0, 1)).containsKey("srv/links");
  }

  @Test
  void takesTwoNamesOfOneImage() throws IOException {
    onlyThisMachine();
    String base = shellBase();
    String other = "registry.example.com/other:2@" + base;
    DockerfileBuildTest.dockerfile(
        inputs,
        "FROM %s%s AS a\nFROM %s\nCOPY --from=a /srv/kept /opt/kept\n".formatted(NAME, base, other),
        List.of(new DockerfileImage(NAME + base, base), new DockerfileImage(other, base)));

    assertThat(build().layer(0, 1)).containsKey("opt/kept");
  }

  @Test
  void refusesAStepThatFailsWithTheStep() throws IOException {
    onlyThisMachine();
    String base = shellBase();
    dockerfile("FROM %s%s\nRUN exit 5\n".formatted(NAME, base), base);

    assertThatThrownBy(this::build)
        .hasMessageContaining("IMG-067")
        .hasMessageContaining("RUN exit 5");
  }

  private static FileTable.Row row(Map<String, FileTable.Row> rows, String path) {
    return Objects.requireNonNull(rows.get(path), path);
  }
}
