package dev.mintmark.registry.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
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
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A release of one image with one layer, and one thing that refers to its index. */
public final class SmallRelease {
  public static final String REPOSITORY = "vision/face-detect";

  private final ArtifactStore store;
  public final Artifact layer;
  public final Artifact manifest;
  public final Artifact index;
  public final Artifact signature;
  public final List<PublishedObject> objects = new ArrayList<>();
  private final Artifact statement;

  public SmallRelease(ArtifactStore store, String content) {
    this.store = store;
    layer = store.put(content.getBytes(UTF_8), OciMediaTypes.LAYER_GZIP);
    Artifact config =
        store.put(
            "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(UTF_8), OciMediaTypes.CONFIG);
    Manifest image = Manifest.image(Descriptor.of(config), List.of(Descriptor.of(layer)), Map.of());
    manifest = add(image, List.of(config, layer), null, null);
    ImageIndex list =
        ImageIndex.ofPlatforms(
            Map.of(Platform.parse("linux/amd64"), Descriptor.of(manifest)), Map.of());
    index = add(list, List.of(), null, null);
    statement =
        store.put("mintmark.release=1\n".getBytes(UTF_8), "application/vnd.mintmark.release.v1");
    Artifact empty = store.put("{}".getBytes(UTF_8), OciMediaTypes.EMPTY);
    Manifest referrer =
        Manifest.ofArtifact(
            "application/vnd.mintmark.release.v1",
            List.of(Descriptor.of(statement)),
            Descriptor.of(index),
            Map.of("dev.mintmark.target", "cpu-amd64"));
    signature =
        add(
            referrer,
            List.of(empty, statement),
            index.digest().toString(),
            "sha256-" + index.digest().hex() + ".sig");
  }

  private Artifact add(
      OciDocument document, List<Artifact> blobs, @Nullable String subject, @Nullable String tag) {
    Artifact stored = store.put(document.bytes(), document.mediaType());
    objects.add(
        new PublishedObject(
            ArtifactReferences.toReference(stored),
            blobs.stream().map(ArtifactReferences::toReference).toList(),
            subject,
            tag));
    return stored;
  }

  public Incoming<ReleaseSigned> signed(String version) {
    ArtifactReference reference = ArtifactReferences.toReference(statement);
    String digest = Digest.of(version.getBytes(UTF_8)).toString();
    ReleaseSigned event =
        new ReleaseSigned(
            new HandOff("face-detect", version, digest, digest),
            REPOSITORY,
            version,
            ArtifactReferences.toReference(index),
            "key",
            List.of(new Statement("cpu-amd64", reference, reference)),
            objects);
    return new Incoming<>(
        event,
        Digest.of(EventCodec.write(event)),
        new ReleaseId("face-detect", version),
        new Position("topic", 0, 0),
        "live");
  }
}
