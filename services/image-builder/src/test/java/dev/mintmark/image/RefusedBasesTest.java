package dev.mintmark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.packages.fixture.TarFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bases that nobody should build on; each is a sound one with one thing changed. */
class RefusedBasesTest {
  @TempDir Path folder;
  private ArtifactStore store;
  private Inputs inputs;

  @BeforeEach
  void setUp() {
    store = new FolderArtifactStore(folder.resolve("store"));
    inputs = new Inputs(store);
  }

  private void refused(String code, String names) {
    assertThatThrownBy(() -> BuiltImage.of(inputs, folder.resolve("work"), 2))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> {
              assertThat(e.refusal().code()).as(e.getMessage()).isEqualTo(code);
              assertThat(e.refusal().message()).contains(names);
            });
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  private static Arguments row(
      String name, String code, String names, Consumer<BaseFixture> change) {
    return arguments(name, code, names, change);
  }

  static Stream<Arguments> documents() {
    return Stream.of(
        row("a layer that is not listed", "IMG-010", "base layer", b -> b.listLayers = false),
        row(
            "a layer compressed with zstd",
            "IMG-013",
            "zstd",
            b -> b.layerType = "application/vnd.oci.image.layer.v1.tar+zstd"),
        row(
            "a foreign layer",
            "IMG-013",
            "foreign",
            b -> b.layerType = "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"),
        row(
            "a foreign layer in Docker's form",
            "IMG-013",
            "foreign",
            b -> b.layerType = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"),
        row(
            "a config of another kind",
            "IMG-012",
            "of no image",
            b -> b.configType = "application/vnd.in-toto+json"),
        row(
            "an artifact in place of an image",
            "IMG-012",
            "of no image",
            b ->
                b.manifest =
                    m ->
                        new Manifest(
                            "application/vnd.example.v1",
                            m.config(),
                            m.layers(),
                            null,
                            m.annotations())),
        row(
            "an attestation in place of an image",
            "IMG-012",
            "attestation",
            b ->
                b.index =
                    manifests -> {
                      Map<Platform, Descriptor> changed = new TreeMap<>(manifests);
                      changed.replaceAll((platform, d) ->
                          Descriptor.of(
                              d.artifact(),
                              Map.of("vnd.docker.reference.type", "attestation-manifest")));
                      return changed;
                    }),
        row(
            "no image for a platform",
            "IMG-012",
            "linux/arm64",
            b ->
                b.index =
                    manifests -> {
                      Map<Platform, Descriptor> changed = new TreeMap<>(manifests);
                      changed.remove(Platform.LINUX_ARM64);
                      return changed;
                    }),
        row(
            "a config of another platform",
            "IMG-012",
            "its config says",
            b -> b.config = c -> BaseFixture.config(Platform.parse("linux/s390x"), c.diffIds())),
        row(
            "a config with a layer too few",
            "IMG-014",
            "0 layers",
            b -> b.config = c -> BaseFixture.config(c.platform(), List.of())),
        row(
            "a config with another diff id",
            "IMG-013",
            "uncompressed it is",
            b ->
                b.config =
                    c -> BaseFixture.config(c.platform(), List.of(Digest.of(new byte[] {1})))),
        row("a layer that is no gzip", "PKG-003", "not gzip", b -> b.compression = ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void refusesDocuments(String name, String code, String names, Consumer<BaseFixture> change) {
    BaseFixture base = BaseFixture.debian();
    change.accept(base);
    base.in(inputs);

    refused(code, names);
  }

  private static Arguments layer(String name, String code, String names, TarFixture layer) {
    return arguments(name, code, names, layer);
  }

  private static TarFixture tar() {
    return new TarFixture();
  }

  static Stream<Arguments> layers() {
    return Stream.of(
        layer("a path out of the image", "PKG-010", "../x", tar().file("../x", 0644, "x")),
        layer("an absolute path", "PKG-010", "/x", tar().file("/x", 0644, "x")),
        layer("a device node", "PKG-012", "device", tar().kind("dev/null", '3')),
        layer("a link out of the image", "PKG-013", "../../x", tar().symlink("usr/x", "../../x")),
        layer("a hard link to nothing", "PKG-013", "usr/none", tar().hardlink("x", "usr/none")),
        layer(
            "one path twice",
            "PKG-011",
            "usr/x",
            tar().file("usr/x", 0644, "1").file("./usr/x", 0644, "2")),
        layer(
            "a path through a link of the layer below",
            "PKG-014",
            "'lib'",
            tar().file("lib/x", 0644, "x")),
        layer(
            "a whiteout through a link of the layer below",
            "PKG-014",
            "'bin'",
            tar().file("bin/.wh.python3.11", 0644, "")),
        layer(
            "an opaque whiteout through a link",
            "PKG-014",
            "'lib'",
            tar().file("lib/.wh..wh..opq", 0644, "")),
        layer(
            "a whiteout that the specification does not have",
            "PKG-010",
            ".wh..wh.plnk",
            tar().file("usr/.wh..wh.plnk", 0644, "")),
        layer("a whiteout of nothing", "PKG-010", ".wh.", tar().file("usr/.wh.", 0644, "")),
        layer("a whiteout of the root", "PKG-010", "'..'", tar().file(".wh...", 0644, "")),
        layer(
            "a whiteout that is a folder", "PKG-010", ".wh.x", tar().directory("usr/.wh.x/", 0755)),
        layer(
            "a file and something below it",
            "PKG-014",
            "srv/x",
            tar().file("srv/x", 0644, "x").file("srv", 0644, "x")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void refusesLayers(String name, String code, String names, TarFixture layer) {
    BaseFixture.debian().and(layer).in(inputs);

    refused(code, names);
  }

  @Test
  void refusesALayerThatIsDamagedInTheStore() throws IOException {
    BaseFixture.debian().in(inputs);
    String digest =
        inputs.baseArtifacts.stream()
            .filter(each -> each.getMediaType().equals(OciMediaTypes.LAYER_GZIP))
            .findFirst()
            .orElseThrow()
            .getDigest();
    Files.writeString(folder.resolve("store").resolve(Digest.parse(digest).hex()), "other");

    refused("ART-002", digest);
  }

  @Test
  void refusesADocumentThatIsListedWithAnotherSize() {
    BaseFixture.debian().in(inputs);
    inputs.baseArtifacts.replaceAll(each -> {
      Artifact artifact = ArtifactReferences.toArtifact(each);
      return artifact.mediaType().equals(OciMediaTypes.CONFIG)
          ? ArtifactReferences.toReference(
              new Artifact(artifact.digest(), artifact.mediaType(), artifact.size() + 1))
          : each;
    });

    refused("IMG-010", "base config");
  }

  @Test
  void refusesADocumentOfMoreThanFourMegabytes() {
    byte[] large = new byte[OciReader.MAX_BYTES + 1];
    Artifact stored = BaseFixture.store(inputs, large, OciMediaTypes.INDEX);
    inputs.base = stored.digest().toString();

    refused("ART-003", stored.digest().toString());
  }

  @Test
  void refusesDockersSchema1() {
    Artifact stored =
        BaseFixture.store(
            inputs,
            BaseFixture.text(
                "{\"schemaVersion\":1,\"name\":\"l4t-base\",\"tag\":\"r32\",\"fsLayers\":[]}"),
            "application/vnd.docker.distribution.manifest.v1+prettyjws");
    inputs.base = stored.digest().toString();

    refused("IMG-011", "schema 1");
  }

  @Test
  void refusesADocumentThatIsNotOfTheTypeThatTheRequestSays() {
    BaseFixture.debian().in(inputs);
    inputs.baseArtifacts.replaceAll(each ->
        each.getDigest().equals(inputs.base)
            ? ArtifactReferences.toReference(
                new Artifact(
                    Digest.parse(each.getDigest()), OciMediaTypes.MANIFEST, each.getSize()))
            : each);

    refused("IMG-011", "the request says " + OciMediaTypes.MANIFEST);
  }

  @Test
  void refusesAnIndexWithinAnIndex() {
    BaseFixture base = BaseFixture.debian();
    base.index =
        manifests -> {
          Artifact inner =
              BaseFixture.store(
                  inputs, ImageIndex.ofPlatforms(manifests, Map.of()).bytes(), OciMediaTypes.INDEX);
          return Map.of(
              Platform.LINUX_AMD64,
              Descriptor.of(inner),
              Platform.LINUX_ARM64,
              Descriptor.of(inner));
        };
    base.in(inputs);

    refused("IMG-011", "an index within an index");
  }

  @Test
  void refusesArtifactsOfABaseThatIsNone() {
    inputs.baseArtifacts.add(inputs.put(new byte[] {1}, OciMediaTypes.CONFIG));

    refusedBeforeWork("IMG-008", "scratch");
  }

  private void refusedBeforeWork(String code, String names) {
    assertThatThrownBy(() -> BuiltImage.of(inputs, folder.resolve("work"), 2))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> {
              assertThat(e.refusal().code()).isEqualTo(code);
              assertThat(e.refusal().message()).contains(names);
            });
  }
}
