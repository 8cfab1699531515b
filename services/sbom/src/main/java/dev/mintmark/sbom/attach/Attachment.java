package dev.mintmark.sbom.attach;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.sbom.v1.Document;
import dev.mintmark.events.sbom.v1.Kind;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.sbom.bom.BomDocument;
import dev.mintmark.sbom.release.Release;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Stores a document and the manifest that attaches it (image-spec, "Manifest", subject). */
public final class Attachment {
  private static final String FILE_NAME = "bom.cdx.json";

  private final ArtifactStore store;

  public Attachment(ArtifactStore store) {
    this.store = store;
  }

  /**
   * Attaches.
   *
   * @param of platform of an image, target of a model
   * @param subject the manifest that the document describes
   */
  public Document attach(
      Release release, Kind kind, String of, ArtifactReference subject, BomDocument bom) {
    Artifact document = store.put(bom.bytes(), MediaTypes.CYCLONEDX);
    Artifact config = store.put(new byte[] {'{', '}'}, Descriptor.EMPTY.mediaType());
    Manifest manifest =
        Manifest.ofArtifact(
            MediaTypes.CYCLONEDX,
            List.of(Descriptor.of(document, Map.of(Annotations.TITLE, FILE_NAME))),
            Descriptor.of(ArtifactReferences.toArtifact(subject)),
            Map.of(
                Annotations.CREATED,
                Instant.ofEpochSecond(release.request().getSource().getEpoch()).toString()));
    Artifact stored = store.put(manifest.bytes(), manifest.mediaType());
    return new Document(
        kind,
        of,
        subject,
        ArtifactReferences.toReference(document),
        ArtifactReferences.toReference(stored),
        ArtifactReferences.toReference(config));
  }
}
