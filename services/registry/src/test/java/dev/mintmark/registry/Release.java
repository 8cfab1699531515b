package dev.mintmark.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.release.v1.PublishedObject;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.release.v1.Statement;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.layer.Layer;
import dev.mintmark.oci.layer.LayerEntry;
import dev.mintmark.oci.layer.LayerWriter;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciDocument;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A signed release in a store: two images in an index, a model, an SBOM of each image, and a
 * signature of the index by subject and by tag. A test changes the objects before it asks for the
 * event.
 */
public final class Release {
  public static final String SBOM = "application/vnd.cyclonedx+json";
  public static final String SIGNATURE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  final ArtifactStore store;
  final ReleaseId id;
  String repository = "vision/face-detect";
  String tag;
  public Artifact index;
  public final List<PublishedObject> objects = new ArrayList<>();
  final Map<Platform, Artifact> images = new LinkedHashMap<>();

  public Release(ArtifactStore store, ReleaseId id) {
    this.store = store;
    this.id = id;
    this.tag = id.version();
    Map<Platform, Descriptor> manifests = new TreeMap<>();
    for (Platform platform : List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64)) {
      Artifact image = image(platform);
      images.put(platform, image);
      manifests.put(platform, Descriptor.of(image));
    }
    add(
        Manifest.ofArtifact(
            "application/vnd.mintmark.model.v1",
            List.of(Descriptor.of(store.put("model".getBytes(UTF_8), MediaTypes.ONNX))),
            null,
            Map.of()),
        null);
    index = add(ImageIndex.ofPlatforms(manifests, Map.of("version", id.version())), null);
    images.forEach((platform, image) -> attach(SBOM, image, "sbom for " + platform, null));
    attach(SIGNATURE, index, "signature", null);
    attach(SIGNATURE, index, "simple signing", "sha256-" + index.digest().hex() + ".sig");
  }

  /** The reference to an artifact about {@code subject}, stored and added. */
  public Artifact attach(String type, Artifact subject, String content, @Nullable String withTag) {
    Artifact layer = store.put((content + " of " + id).getBytes(UTF_8), type);
    return add(
        Manifest.ofArtifact(
            type, List.of(Descriptor.of(layer)), Descriptor.of(subject), Map.of("is", content)),
        withTag);
  }

  private Artifact image(Platform platform) {
    byte[] app = ("app of " + id + " for " + platform).getBytes(UTF_8);
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    Layer layer;
    try {
      layer =
          new LayerWriter(1_780_000_000L)
              .write(
                  List.of(
                      new LayerEntry.File(
                          "app/serve",
                          0755,
                          app.length,
                          null,
                          () -> new ByteArrayInputStream(app))),
                  blob);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    store.put(blob.toByteArray(), layer.blob().mediaType());
    ImageConfig.Run run =
        new ImageConfig.Run(
            null,
            new TreeSet<>(),
            List.of(),
            List.of("/app/serve"),
            List.of(),
            null,
            new TreeMap<>());
    ImageConfig config =
        new ImageConfig(1_780_000_000L, platform, run, List.of(layer.diffId()), List.of());
    Artifact stored = store.put(config.bytes(), OciMediaTypes.CONFIG);
    return add(
        Manifest.image(Descriptor.of(stored), List.of(Descriptor.of(layer.blob())), Map.of()),
        null);
  }

  /** Stores a document and what it takes to publish it. */
  Artifact add(OciDocument document, @Nullable String withTag) {
    store.put("{}".getBytes(UTF_8), OciMediaTypes.EMPTY);
    Artifact stored = store.put(document.bytes(), document.mediaType());
    List<ArtifactReference> blobs =
        document instanceof Manifest
            ? document.children().stream()
                .map(child -> ArtifactReferences.toReference(child.artifact()))
                .distinct()
                .toList()
            : List.of();
    objects.add(
        new PublishedObject(
            ArtifactReferences.toReference(stored),
            blobs,
            document.subjectIfAny().map(subject -> subject.digest().toString()).orElse(null),
            withTag));
    return stored;
  }

  ReleaseSigned signed() {
    String request = Digest.of(id.toString().getBytes(UTF_8)).toString();
    ArtifactReference some =
        ArtifactReferences.toReference(Artifact.of(new byte[0], MediaTypes.RELEASE_ENV));
    return new ReleaseSigned(
        new HandOff(id.name(), id.version(), request, request),
        repository,
        tag,
        ArtifactReferences.toReference(index),
        "key",
        List.of(new Statement("cpu-amd64", some, some), new Statement("cpu-arm64", some, some)),
        objects);
  }

  public Incoming<ReleaseSigned> incoming() {
    ReleaseSigned event = signed();
    return new Incoming<>(
        event,
        Digest.of(EventCodec.write(event)),
        id,
        new Position("mintmark.release.signed.v1", 0, 0),
        "live");
  }
}
