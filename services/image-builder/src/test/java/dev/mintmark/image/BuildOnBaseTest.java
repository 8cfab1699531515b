package dev.mintmark.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.PackageKind;
import dev.mintmark.events.image.v1.Layer;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.packages.fixture.DebFixture;
import dev.mintmark.packages.fixture.TarFixture;
import dev.mintmark.packages.fixture.WheelFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildOnBaseTest {
  private static final String SITE = "usr/local/lib/python3.11/dist-packages/";

  @TempDir Path folder;
  private Inputs inputs;

  @BeforeEach
  void setUp() {
    inputs = new Inputs(new FolderArtifactStore(folder.resolve("store")));
  }

  private BuiltImage build() throws IOException {
    return BuiltImage.of(inputs, folder.resolve("work"), 2);
  }

  private static FileTable.Row at(Map<String, FileTable.Row> rows, String path) {
    return Objects.requireNonNull(rows.get(path), path);
  }

  private static List<String> digests(List<Layer> layers) {
    return layers.stream().map(layer -> layer.getBlob().getDigest()).toList();
  }

  /** Base, a native and a portable package, a wheel, files and app, for both platforms. */
  private static Inputs everything(Inputs inputs) {
    BaseFixture.debian().in(inputs);
    for (Platform platform : List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64)) {
      String architecture = platform.architecture();
      inputs.add(
          platform.toString(),
          PackageKind.DEBIAN,
          "libgreet1",
          "1:2.0-1",
          "libgreet1_2.0-1_" + architecture + ".deb",
          BaseFixture.deb(
              "libgreet1",
              "1:2.0-1",
              architecture,
              new TarFixture()
                  .directory("./lib/", 0755)
                  .file("./lib/libgreet.so.1", 0644, "library for " + platform)
                  .directory("./tmp/", 0755)
                  .directory("./usr/share/", 0755)
                  .directory("./usr/share/greet/", 0750)
                  .hardlink("./usr/share/greet/copy", "./lib/libgreet.so.1")));
      inputs.add(
          platform.toString(),
          PackageKind.WHEEL,
          "greet-me",
          "1.2.0",
          WheelFixture.NAME,
          WheelFixture.sound().build());
    }
    return inputs;
  }

  @Test
  void keepsTheBasesLayersAsTheyAre() throws IOException {
    BaseFixture base = BaseFixture.debian().and(new TarFixture().file("etc/motd", 0644, "hello\n"));
    base.in(inputs);

    BuiltImage built = build();

    Platform platform = Platform.LINUX_AMD64;
    byte[] rootfs = base.tars.get(0).apply(platform);
    byte[] motd = base.tars.get(1).apply(platform);
    assertThat(digests(built.image(0).getLayers()).subList(0, 2))
        .containsExactly(
            Digest.of(DebFixture.compress(".gz", rootfs)).toString(),
            Digest.of(DebFixture.compress(".gz", motd)).toString());
    assertThat(built.config(0).diffIds().subList(0, 2))
        .containsExactly(Digest.of(rootfs), Digest.of(motd));
    assertThat(built.manifest(0).layers()).hasSize(4);
    assertThat(built.manifest(0).layers())
        .extracting(layer -> layer.digest().toString())
        .containsExactlyElementsOf(digests(built.image(0).getLayers()));
    assertThat(built.layer(0, 3)).containsKey("app/serve.sh");
  }

  @Test
  void takesLayersThatAreNotCompressed() throws IOException {
    BaseFixture base = BaseFixture.debian();
    base.compression = "";
    base.layerType = OciMediaTypes.LAYER_TAR;
    base.in(inputs);

    assertThat(build().manifest(1).layers().getFirst().mediaType())
        .isEqualTo(OciMediaTypes.LAYER_TAR);
  }

  @Test
  void buildsOnABaseInDockersFormatAsOnTheSameInOcis() throws IOException {
    BaseFixture base = BaseFixture.debian();
    base.in(inputs);
    BuiltImage expected = build();
    inputs.baseArtifacts.clear();
    base.inDockersFormat(inputs);

    BuiltImage built = build();

    for (int image : List.of(0, 1)) {
      assertThat(built.manifest(image).layers()).isEqualTo(expected.manifest(image).layers());
      assertThat(built.config(image)).isEqualTo(expected.config(image));
    }
    String index = built.event().getIndex().getDigest();
    assertThat(OciReader.index(built.read(index)).annotations())
        .containsEntry("org.opencontainers.image.base.digest", inputs.base);
  }

  @Test
  void takesABaseThatIsOneManifestForItsPlatformAlone() throws IOException {
    BaseFixture.debian().in(inputs);
    String index = inputs.base;
    inputs.base =
        OciReader.index(inputs.store.read(Digest.parse(index), 1 << 20))
            .manifestFor(Platform.LINUX_AMD64)
            .digest()
            .toString();
    inputs.platforms = List.of("linux/amd64");
    inputs.files.remove(1);
    inputs.armTargetPlatform = "linux/amd64";

    assertThat(build().manifest(0).annotations())
        .containsEntry("org.opencontainers.image.base.digest", inputs.base);
  }

  @Test
  void startsFromTheBasesConfigAndNeverFromItsClock() throws IOException {
    BaseFixture.debian().in(inputs);

    BuiltImage built = build();

    ImageConfig config = built.config(0);
    assertThat(config.created()).isEqualTo(Inputs.EPOCH);
    assertThat(config.run().user()).isEqualTo("65532:65532");
    assertThat(config.run().workingDir()).isEqualTo("/srv");
    assertThat(config.run().env()).containsExactly("PATH=/usr/bin", "LEVEL=info", "ZONE=");
    assertThat(config.run().exposedPorts()).containsExactly("8080/tcp", "9090/tcp");
    assertThat(config.run().entrypoint()).containsExactly("/app/serve.sh");
    assertThat(config.run().cmd()).isEmpty();
    assertThat(config.run().labels())
        .containsEntry("maintainer", "nobody")
        .containsEntry("org.opencontainers.image.title", "face-detect")
        .doesNotContainKey("org.opencontainers.image.created");
    assertThat(config.history())
        .extracting(ImageConfig.History::createdBy)
        .containsExactly("ADD rootfs", "mintmark: files for linux/amd64", "mintmark: app");
    assertThat(new String(built.read(built.image(0).getConfig().getDigest()), UTF_8))
        .doesNotContain("2017");
  }

  @Test
  void runsWhatTheBaseRunsWhereTheRequestSaysNothing() throws IOException {
    BaseFixture.debian().in(inputs);
    inputs.entrypoint = List.of();

    ImageConfig.Run run = build().config(0).run();

    assertThat(run.entrypoint()).containsExactly("/usr/bin/python3");
    assertThat(run.cmd()).containsExactly("-c", "pass");
  }

  @Test
  void namesTheBaseInIndexAndManifests() throws IOException {
    BaseFixture.debian().in(inputs);

    BuiltImage built = build();

    String key = "org.opencontainers.image.base.digest";
    String index = built.event().getIndex().getDigest();
    assertThat(OciReader.index(built.read(index)).annotations()).containsEntry(key, inputs.base);
    List<Descriptor> manifests =
        OciReader.index(inputs.store.read(Digest.parse(inputs.base), 1 << 20)).manifests();
    assertThat(built.manifest(1).annotations())
        .containsEntry(key, manifests.get(1).digest().toString());
  }

  @Test
  void putsDebianPackagesAndWheelsBetweenBaseAndFiles() throws IOException {
    BuiltImage built = BuiltImage.of(everything(inputs), folder.resolve("work"), 2);

    assertThat(built.config(1).history())
        .extracting(ImageConfig.History::createdBy)
        .containsExactly(
            "ADD rootfs",
            "mintmark: Debian packages for linux/arm64",
            "mintmark: wheels for linux/arm64",
            "mintmark: files for linux/arm64",
            "mintmark: app");
    assertThat(built.layer(1, 1))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("tmp/", "1777"),
                Map.entry("usr/", "755"),
                Map.entry("usr/lib/", "755"),
                Map.entry("usr/lib/libgreet.so.1", "644"),
                Map.entry("usr/share/", "755"),
                Map.entry("usr/share/greet/", "750"),
                Map.entry("usr/share/greet/copy", "= usr/lib/libgreet.so.1"),
                Map.entry("var/", "755"),
                Map.entry("var/lib/", "755"),
                Map.entry("var/lib/dpkg/", "755"),
                Map.entry("var/lib/dpkg/status.d/", "755"),
                Map.entry("var/lib/dpkg/status.d/libgreet1", "644"),
                Map.entry("var/lib/dpkg/status.d/libgreet1.md5sums", "644")));
    assertThat(built.layer(1, 2))
        .containsKeys(
            SITE + "greet/__init__.py",
            SITE + "greet_me-1.2.0.dist-info/RECORD",
            "usr/local/bin/greet",
            "usr/local/share/greet/hello.txt")
        .doesNotContainKey(SITE + "greet/__pycache__/");
  }

  @Test
  void tellsOfEveryFileWhatItCameFrom() throws IOException {
    BuiltImage built = BuiltImage.of(everything(inputs), folder.resolve("work"), 2);

    Map<String, FileTable.Row> rows = new TreeMap<>();
    built.files().rows().stream()
        .filter(row -> row.platform().equals(Platform.LINUX_ARM64))
        .forEach(row -> rows.put(row.path(), row));
    List<String> layers = digests(built.image(1).getLayers());
    FileTable.Row passwd = at(rows, "/etc/passwd");
    assertThat(passwd.layer().toString()).isEqualTo(layers.get(0));
    assertThat(passwd.input().artifact().digest().toString()).isEqualTo(layers.get(0));
    assertThat(passwd.input().purl())
        .isEqualTo("pkg:oci/base@" + inputs.base.replace(":", "%3A") + "?arch=arm64");
    FileTable.Row library = at(rows, "/usr/lib/libgreet.so.1");
    assertThat(library.layer().toString()).isEqualTo(layers.get(1));
    assertThat(library.input().member()).isEqualTo("lib/libgreet.so.1");
    assertThat(library.input().purl()).isEqualTo("pkg:generic/libgreet1@1%3A2.0-1");
    assertThat(library.input().license()).isEqualTo("NOASSERTION");
    assertThat(at(rows, "/usr/share/greet/copy").digest()).isEqualTo(library.digest());
    FileTable.Row module = at(rows, "/" + SITE + "greet/__init__.py");
    assertThat(module.layer().toString()).isEqualTo(layers.get(2));
    assertThat(module.input().member()).isEqualTo("greet/__init__.py");
    assertThat(rows).containsKeys("/app/serve.sh", "/usr/bin/python3.11");
    assertThat(rows).doesNotContainKeys("/lib/libgreet.so.1", "/bin/python3.11");
  }

  @Test
  void makesTheSameOnAnyNumberOfThreadsInAnyFolderAndOrder() throws IOException {
    BuiltImage first = BuiltImage.of(everything(inputs), folder.resolve("work"), 1);
    Inputs others = new Inputs(new FolderArtifactStore(folder.resolve("other/store")));
    everything(others);

    BuiltImage second = BuiltImage.of(others, folder.resolve("other/work"), 4);

    assertThat(EventCodec.write(second.event())).isEqualTo(EventCodec.write(first.event()));
    assertThat(folder.resolve("work")).isEmptyDirectory();
    assertThat(folder.resolve("other/work")).isEmptyDirectory();
  }

  @Test
  void unpacksPackagesOnScratchThoseWithLinksFirst() throws IOException {
    inputs.platforms = List.of("linux/amd64");
    inputs.files.clear();
    inputs.armTargetPlatform = "linux/amd64";
    TarFixture library = new TarFixture().directory("./lib/", 0755).file("./lib/a.so", 0644, "a");
    TarFixture links = new TarFixture().directory("./usr/", 0755).symlink("./lib", "usr/lib");
    inputs.add(
        "linux/amd64",
        PackageKind.DEBIAN,
        "a",
        "1",
        "a_1_amd64.deb",
        BaseFixture.deb("a", "1", "amd64", library));
    inputs.add(
        "linux/amd64",
        PackageKind.DEBIAN,
        "base-files",
        "12",
        "base-files_12_amd64.deb",
        BaseFixture.deb("base-files", "12", "amd64", links));

    assertThat(build().layer(0, 0))
        .containsEntry("lib", "-> usr/lib")
        .containsEntry("usr/lib/a.so", "644")
        .doesNotContainKey("lib/a.so");
  }

  @Test
  void leavesToTheBaseTheVerySameFile() throws IOException {
    BaseFixture.debian().in(inputs);
    inputs.add(
        "linux/amd64",
        PackageKind.DEBIAN,
        "passwd",
        "1",
        "passwd_1_all.deb",
        BaseFixture.deb(
            "passwd",
            "1",
            "all",
            new TarFixture()
                .directory("./etc/", 0700)
                .file("./etc/passwd", 0644, "root:x:0:0::/:/bin/sh\n")));

    assertThat(build().layer(0, 1)).containsEntry("etc/", "755").doesNotContainKey("etc/passwd");
  }

  @Test
  void honoursWhiteoutsOfTheBase() throws IOException {
    BaseFixture.of(
            new TarFixture()
                .file("a/gone", 0644, "1")
                .file("a/kept", 0644, "1")
                .file("gone/deep/x", 0644, "1")
                .file("opaque/old", 0644, "1")
                .file("changed", 0644, "1")
                .file("folder/x", 0644, "1")
                .symlink("link", "a"),
            new TarFixture()
                .file("a/.wh.gone", 0644, "")
                .file(".wh.gone", 0644, "")
                .file("opaque/new", 0644, "2")
                .file("opaque/.wh..wh..opq", 0644, "")
                .file("changed", 0600, "22")
                .file("folder", 0644, "now a file")
                .directory("link/", 0755)
                .hardlink("again", "a/kept"))
        .in(inputs);

    assertThat(build().files().rows())
        .filteredOn(row -> row.platform().equals(Platform.LINUX_AMD64))
        .filteredOn(row -> !row.path().startsWith("/app/") && !row.path().startsWith("/usr/"))
        .extracting(row -> row.path() + " " + row.size())
        .containsExactly("/a/kept 1", "/again 1", "/changed 2", "/folder 10", "/opaque/new 1");
  }

  @Test
  void keepsModesOfTheBasesFoldersThatFilesArePutInto() throws IOException {
    BaseFixture.debian().in(inputs);
    inputs.files.add(
        Inputs.file(
            "linux/amd64",
            "/tmp/x",
            inputs.put(BaseFixture.text("x"), "application/octet-stream"),
            null));

    assertThat(build().layer(0, 1)).containsEntry("tmp/", "1777");
  }
}
