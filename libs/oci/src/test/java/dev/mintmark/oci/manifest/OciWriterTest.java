package dev.mintmark.oci.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OciWriterTest {
  private static final Digest DIGEST = Digest.of("x".getBytes(UTF_8));
  private static final Descriptor LAYER =
      Descriptor.of(new Artifact(DIGEST, OciMediaTypes.LAYER_GZIP, 1));
  private static final Descriptor CONFIG =
      Descriptor.of(new Artifact(DIGEST, OciMediaTypes.CONFIG, 2));
  private static final Descriptor MANIFEST =
      Descriptor.of(new Artifact(DIGEST, OciMediaTypes.MANIFEST, 3));

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  @Test
  void writesAnImageManifestInTheSpecificationsOrder() {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put("z", "last");
    annotations.put("a", "ä\"\n");

    Manifest manifest = Manifest.image(CONFIG, List.of(LAYER), annotations);

    assertThat(text(manifest.bytes()))
        .isEqualTo(
            """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
            "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%1$s","size":2},\
            "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"%1$s","size":1}],\
            "annotations":{"a":"ä\\"\\n","z":"last"}}\
            """
                .formatted(DIGEST));
    assertThat(OciReader.manifest(manifest.bytes())).isEqualTo(manifest);
    assertThat(manifest.artifact())
        .isEqualTo(Artifact.of(manifest.bytes(), OciMediaTypes.MANIFEST));
  }

  @Test
  void writesAnArtifactWithAnEmptyConfigAndASubject() {
    Manifest sbom =
        Manifest.ofArtifact(
            "application/vnd.cyclonedx+json",
            List.of(Descriptor.of(LAYER.artifact(), Map.of(Annotations.TITLE, "sbom.json"))),
            MANIFEST,
            Map.of());

    assertThat(text(sbom.bytes()))
        .isEqualTo(
            """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
            "artifactType":"application/vnd.cyclonedx+json",\
            "config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":\
            "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},\
            "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"%1$s","size":1,\
            "annotations":{"org.opencontainers.image.title":"sbom.json"}}],\
            "subject":{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%1$s","size":3}}\
            """
                .formatted(DIGEST));
    assertThat(OciReader.manifest(sbom.bytes())).isEqualTo(sbom);
    assertThat(sbom.referrerType()).contains("application/vnd.cyclonedx+json");
  }

  @Test
  void givesAnArtifactWithoutLayersTheEmptyOne() {
    Manifest mark = Manifest.ofArtifact("application/vnd.example", List.of(), null, Map.of());

    assertThat(mark.layers()).containsExactly(Descriptor.EMPTY);
  }

  @Test
  void sortsAnIndexByPlatform() {
    Map<Platform, Descriptor> manifests = new LinkedHashMap<>();
    manifests.put(Platform.LINUX_ARM64, MANIFEST);
    manifests.put(Platform.LINUX_AMD64, MANIFEST);

    ImageIndex index = ImageIndex.ofPlatforms(manifests, Map.of("v", "1"));

    assertThat(text(index.bytes()))
        .isEqualTo(
            """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[\
            {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%1$s","size":3,\
            "platform":{"architecture":"amd64","os":"linux"}},\
            {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%1$s","size":3,\
            "platform":{"architecture":"arm64","os":"linux"}}],"annotations":{"v":"1"}}\
            """
                .formatted(DIGEST));
    assertThat(OciReader.index(index.bytes())).isEqualTo(index);
  }

  @Test
  void choosesAPlatformOrSaysWhichThereAre() {
    ImageIndex index = ImageIndex.ofPlatforms(Map.of(Platform.LINUX_AMD64, MANIFEST), Map.of());

    assertThat(index.manifestFor(Platform.LINUX_AMD64).digest()).isEqualTo(DIGEST);
    assertThatThrownBy(() -> index.manifestFor(Platform.LINUX_ARM64))
        .hasMessageContaining("linux/arm64")
        .hasMessageContaining("[linux/amd64]")
        .hasMessageContaining("OCI-015");
  }

  @Test
  void writesAConfigWhoseOnlyTimeIsTheEpoch() {
    ImageConfig config =
        new ImageConfig(
            1_780_000_000L,
            Platform.LINUX_ARM64,
            new ImageConfig.Run(
                "65532:65532",
                new TreeSet<>(List.of("8080/tcp")),
                List.of("B=2", "A=1"),
                List.of("/app/serve"),
                List.of(),
                "/app",
                new TreeMap<>(Map.of("k", "v"))),
            List.of(DIGEST),
            List.of(new ImageConfig.History("app", false)));

    assertThat(text(config.bytes()))
        .isEqualTo(
            """
            {"created":"2026-05-28T20:26:40Z","architecture":"arm64","os":"linux",\
            "config":{"User":"65532:65532","ExposedPorts":{"8080/tcp":{}},"Env":["B=2","A=1"],\
            "Entrypoint":["/app/serve"],"WorkingDir":"/app","Labels":{"k":"v"}},\
            "rootfs":{"type":"layers","diff_ids":["%s"]},\
            "history":[{"created":"2026-05-28T20:26:40Z","created_by":"app"}]}\
            """
                .formatted(DIGEST));
    assertThat(OciReader.config(config.bytes())).isEqualTo(config);
  }

  @Test
  void refusesValuesThatCannotBeTrue() {
    assertThatThrownBy(() -> new Manifest(null, Descriptor.EMPTY, List.of(), null, new TreeMap<>()))
        .hasMessageContaining("artifactType");
    assertThatThrownBy(() ->
            new ImageConfig.Run(
                null,
                new TreeSet<>(),
                List.of("NOVALUE"),
                List.of(),
                List.of(),
                null,
                new TreeMap<>()))
        .hasMessageContaining("NOVALUE");
    assertThatThrownBy(() -> Descriptor.of(new Artifact(DIGEST, "not a type", 1)))
        .hasMessageContaining("media type");
  }
}
