package dev.mintmark.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.image.v1.PlatformImage;
import dev.mintmark.image.assemble.Layers;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildImageTest {
  @TempDir Path folder;
  private ArtifactStore store;
  private Inputs inputs;

  @BeforeEach
  void setUp() {
    store = new FolderArtifactStore(folder.resolve("store"));
    inputs = new Inputs(store);
  }

  private ImageBuilt build() throws IOException {
    return build(inputs, folder.resolve("work"));
  }

  private static ImageBuilt build(Inputs inputs, Path workDir) throws IOException {
    return build(inputs, workDir, new Layers(2));
  }

  private static ImageBuilt build(Inputs inputs, Path workDir, Layers layers) throws IOException {
    BuildImage step =
        new BuildImage(
            inputs.store, new EventChain(inputs.store), workDir, layers, Optional.empty());
    return switch (step.apply(inputs.incoming())) {
      case Outcome.Produced<ImageBuilt>(ImageBuilt built) -> built;
      case Outcome<ImageBuilt> other -> throw new AssertionError("not built: " + other);
    };
  }

  private byte[] read(String digest) {
    return store.read(Digest.parse(digest), 10 << 20);
  }

  /** Name, mode and text of what a layer holds; directories have no text. */
  private Map<String, String> contents(String layer) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(read(layer))))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        String mode = Integer.toOctalString(e.getMode() & 07777);
        contents.put(
            e.getName(), e.isDirectory() ? mode : mode + " " + Digest.of(tar.readAllBytes()));
      }
    }
    return contents;
  }

  private static String file(int mode, byte[] bytes) {
    return Integer.toOctalString(mode) + " " + Digest.of(bytes);
  }

  @Test
  void buildsOneIndexWithAnImageForEachPlatform() throws IOException {
    ImageBuilt built = build();

    ImageIndex index = OciReader.index(read(built.getIndex().getDigest()));
    assertThat(built.getRepository()).isEqualTo("vision/face-detect");
    assertThat(index.manifests())
        .extracting(Descriptor::platform)
        .containsExactly(Platform.LINUX_AMD64, Platform.LINUX_ARM64);
    assertThat(index.annotations())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "org.opencontainers.image.created", "2026-05-28T20:26:40Z",
                "org.opencontainers.image.revision", "4f2a91c0".repeat(5),
                "org.opencontainers.image.source", "https://example.com/vision.git",
                "org.opencontainers.image.title", "face-detect",
                "org.opencontainers.image.version", "v1.0.0",
                "dev.mintmark.model.cpu-amd64", built.getModels().get(0).getManifest().getDigest(),
                "dev.mintmark.model.cpu-arm64",
                    built.getModels().get(1).getManifest().getDigest()));
    assertThat(built.getImages())
        .extracting(image -> image.getManifest().getDigest())
        .containsExactlyElementsOf(
            index.manifests().stream().map(m -> m.digest().toString()).toList());
  }

  @Test
  void saysWhichHardwareNobodyHasRunAndWhatTheContainerIsGiven() throws IOException {
    inputs.hardware =
        """
        tested: untested
        exposure:
          - {way: device, value: /dev/hailo0}
          - {way: device, value: /dev/hailo1}
          - {way: cdi, value: "nvidia.com/gpu=all"}
        """;
    ImageBuilt built = build();

    assertThat(OciReader.index(read(built.getIndex().getDigest())).annotations())
        .containsEntry("dev.mintmark.tested.cpu-amd64", "untested")
        .containsEntry("dev.mintmark.tested.cpu-arm64", "untested");
    String model = built.getModels().getFirst().getManifest().getDigest();
    assertThat(OciReader.manifest(read(model)).annotations())
        .containsEntry("dev.mintmark.tested", "untested")
        .containsEntry("dev.mintmark.expose.device", "/dev/hailo0,/dev/hailo1")
        .containsEntry("dev.mintmark.expose.cdi", "nvidia.com/gpu=all");
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {2, 3, 8})
  void buildsTheSameOnAnyNumberOfThreads(int threads) throws IOException {
    ImageBuilt alone = build(withLargeLibraries("alone"), folder.resolve("work"), new Layers(1));

    ImageBuilt many =
        build(withLargeLibraries("many"), folder.resolve("work"), new Layers(threads));

    assertThat(many).isEqualTo(alone);
  }

  /** Layers of several compressed blocks, long enough to be written at the same time. */
  private Inputs withLargeLibraries(String name) {
    Inputs large = new Inputs(new FolderArtifactStore(folder.resolve(name)));
    Random random = new Random(7);
    String text = random.ints(300_000, 0, 5000).mapToObj(i -> i + " ").collect(joining());
    large.jar =
        large.archive(
            Map.of(
                Inputs.MEMBER_AMD64, Inputs.elf(62, text),
                Inputs.MEMBER_ARM64, Inputs.elf(183, text + text)),
            false);
    large.files.clear();
    large.files.add(large.library("linux/amd64", Inputs.MEMBER_AMD64));
    large.files.add(large.library("linux/arm64", Inputs.MEMBER_ARM64));
    return large;
  }

  @Test
  void putsThePlatformsOwnFilesBelowTheApp() throws IOException {
    PlatformImage arm = build().getImages().get(1);

    Manifest manifest = OciReader.manifest(read(arm.getManifest().getDigest()));
    ImageConfig config = OciReader.config(read(manifest.config().digest().toString()));
    assertThat(manifest.layers())
        .extracting(layer -> layer.digest().toString())
        .containsExactlyElementsOf(
            arm.getLayers().stream().map(layer -> layer.getBlob().getDigest()).toList());
    assertThat(config.diffIds())
        .extracting(Digest::toString)
        .containsExactlyElementsOf(
            arm.getLayers().stream().map(dev.mintmark.events.image.v1.Layer::getDiffId).toList());
    assertThat(contents(arm.getLayers().get(0).getBlob().getDigest()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "usr/", "755",
                "usr/lib/", "755",
                "usr/lib/libonnxruntime.so", file(0755, Inputs.ARM64)));
    assertThat(contents(arm.getLayers().get(1).getBlob().getDigest()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "app/", "755",
                "app/empty", file(0644, new byte[0]),
                "app/lib/", "755",
                "app/lib/detect.py", file(0644, Inputs.DETECT),
                "app/serve.sh", file(0755, Inputs.SERVE)));
  }

  @Test
  void saysInTheConfigHowTheAppIsRun() throws IOException {
    PlatformImage amd = build().getImages().get(0);

    ImageConfig config = OciReader.config(read(amd.getConfig().getDigest()));
    assertThat(config.platform()).isEqualTo(Platform.LINUX_AMD64);
    assertThat(config.created()).isEqualTo(Inputs.EPOCH);
    assertThat(config.run().entrypoint()).containsExactly("/app/serve.sh");
    assertThat(config.run().env()).containsExactly("LEVEL=info", "ZONE=");
    assertThat(config.run().exposedPorts()).containsExactly("8080/tcp");
    assertThat(config.run().labels())
        .containsEntry("org.opencontainers.image.version", "v1.0.0")
        .doesNotContainKey("org.opencontainers.image.created");
  }

  @Test
  void sharesOneAppLayerBetweenThePlatforms() throws IOException {
    List<PlatformImage> images = build().getImages();

    assertThat(images.get(0).getLayers().get(1)).isEqualTo(images.get(1).getLayers().get(1));
    assertThat(images.get(0).getLayers().get(0)).isNotEqualTo(images.get(1).getLayers().get(0));
  }

  @Test
  void leavesTheFilesLayerOutWhereAPlatformHasNone() throws IOException {
    inputs.files.clear();

    assertThat(build().getImages()).allSatisfy(image -> assertThat(image.getLayers()).hasSize(1));
  }

  @Test
  void takesAFileThatIsInNoArchiveAsItIs() throws IOException {
    inputs.files.set(
        0,
        Inputs.file(
            "linux/amd64",
            "/usr/lib/libonnxruntime.so",
            inputs.put(Inputs.AMD64, MediaTypes.OCTET_STREAM),
            null));

    assertThat(contents(build().getImages().get(0).getLayers().get(0).getBlob().getDigest()))
        .containsEntry("usr/lib/libonnxruntime.so", file(0755, Inputs.AMD64));
  }

  @Test
  void packsEachModelWithSamplesAndExpectedOutputs() throws IOException {
    ModelArtifact model = build().getModels().get(1);

    Manifest manifest = OciReader.manifest(read(model.getManifest().getDigest()));
    assertThat(manifest.artifactType()).isEqualTo("application/vnd.mintmark.model.v1");
    assertThat(read(manifest.config().digest().toString())).asString(UTF_8).isEqualTo("{}");
    assertThat(manifest.layers())
        .extracting(layer -> layer.annotations().get("org.opencontainers.image.title"))
        .containsExactly("model.onnx", "smoke/a.npy", "expected/a/boxes.npy", "expected/tolerance");
    assertThat(manifest.layers())
        .extracting(Descriptor::mediaType)
        .containsExactly(MediaTypes.ONNX, MediaTypes.NPY, MediaTypes.NPY, MediaTypes.OCTET_STREAM);
    assertThat(manifest.annotations())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "dev.mintmark.target", "cpu-arm64",
                "dev.mintmark.platform", "linux/arm64",
                "dev.mintmark.rung", "static-percentile",
                "dev.mintmark.metric", "detection-agreement",
                "dev.mintmark.value", "0.9812"));
    assertThat(model.getLayers())
        .extracting(layer -> ArtifactReferences.toArtifact(layer).digest())
        .containsExactlyElementsOf(manifest.layers().stream().map(Descriptor::digest).toList());
    assertThat(model.getModel()).isEqualTo(model.getLayers().getFirst());
  }

  @Test
  void tellsOfEachFileWhichInputItCameFrom() throws IOException {
    ImageBuilt built = build();

    FileTable table = FileTable.parse(read(built.getFiles().getDigest()));
    assertThat(table.rows())
        .extracting(row -> row.platform() + " " + row.path())
        .containsExactly(
            "linux/amd64 /app/empty",
            "linux/amd64 /app/lib/detect.py",
            "linux/amd64 /app/serve.sh",
            "linux/amd64 /usr/lib/libonnxruntime.so",
            "linux/arm64 /app/empty",
            "linux/arm64 /app/lib/detect.py",
            "linux/arm64 /app/serve.sh",
            "linux/arm64 /usr/lib/libonnxruntime.so");
    FileTable.Row library = table.rows().getLast();
    Artifact jar = ArtifactReferences.toArtifact(inputs.jar);
    assertThat(library.digest()).isEqualTo(Digest.of(Inputs.ARM64));
    assertThat(library.input())
        .isEqualTo(
            new FileTable.Input(
                jar, Inputs.MEMBER_ARM64, "pkg:maven/com.example/onnxruntime@1.0", "MIT"));
    assertThat(library.layer().toString())
        .isEqualTo(built.getImages().get(1).getLayers().get(0).getBlob().getDigest());
  }

  @Test
  void makesTheSameEventFromTwoStoresInAnyLocaleAndTimeZone() throws IOException {
    ImageBuilt first = build();
    Inputs again = new Inputs(new FolderArtifactStore(folder.resolve("elsewhere/deep/store")));
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    ImageBuilt second;
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      second = build(again, folder.resolve("other-work"));
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }

    assertThat(EventCodec.write(second)).isEqualTo(EventCodec.write(first));
  }

  @Test
  void changesTheIndexWhenOneByteOfOneInputChanges() throws IOException {
    ImageBuilt first = build();
    inputs.app.put("lib/detect.py", "boxes = {}\n".getBytes(UTF_8));

    ImageBuilt second = build();

    assertThat(second.getIndex()).isNotEqualTo(first.getIndex());
    assertThat(second.getImages().get(0).getLayers().get(0))
        .isEqualTo(first.getImages().get(0).getLayers().get(0));
  }

  /** As it was before there were bases and packages: nobody's release changes because of them. */
  @Test
  void makesWhatItAlwaysMadeOfARequestWithoutBaseAndPackages() throws IOException {
    assertThat(build().getIndex().getDigest())
        .isEqualTo("sha256:18b9d1514bfeab86774806fd3c499ea2076fade62d95d34dd698087b68a9a301");
  }

  @Test
  void leavesNothingInItsScratchSpace() throws IOException {
    build();

    assertThat(folder.resolve("work")).isEmptyDirectory();
  }
}
