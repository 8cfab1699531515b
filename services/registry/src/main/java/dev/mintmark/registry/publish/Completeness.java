package dev.mintmark.registry.publish;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciDocument;
import dev.mintmark.oci.manifest.OciReader;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds out before anything becomes visible whether all of it is there and fits together: a pulled
 * release has no hole, and no blob gets a link that no manifest asks for.
 */
final class Completeness {
  private final ArtifactStore store;
  private final Map<Digest, OciDocument> known = new LinkedHashMap<>();

  Completeness(ArtifactStore store) {
    this.store = store;
  }

  /**
   * Checks the whole publication.
   *
   * @return what each manifest says, in the order of publishing
   * @throws dev.mintmark.kit.refusal.RefusedException REG-002 to REG-006
   */
  Map<Digest, OciDocument> check(Publication publication) {
    for (Publication.Item item : publication.objects()) {
      OciDocument document = read(item.manifest());
      switch (document) {
        case ImageIndex index -> checkIndex(item, index);
        case Manifest manifest -> checkBlobs(item, manifest);
      }
      checkSubject(item, document);
      known.put(item.manifest().digest(), document);
    }
    if (!(known.get(publication.index().digest()) instanceof ImageIndex)) {
      throw PublishRefusals.noIndex(publication.index());
    }
    return known;
  }

  private OciDocument read(Artifact manifest) {
    byte[] bytes = store.read(manifest.digest(), OciReader.MAX_BYTES);
    if (bytes.length != manifest.size()) {
      throw PublishRefusals.differs(
          manifest, "it has " + bytes.length + " bytes, announced were " + manifest.size());
    }
    try {
      return OciReader.read(manifest.mediaType(), bytes);
    } catch (OciException e) {
      throw PublishRefusals.unreadable(manifest, e);
    }
  }

  private void checkIndex(Publication.Item item, ImageIndex index) {
    if (!item.blobs().isEmpty()) {
      throw PublishRefusals.differs(item.manifest(), "it is an index, which needs no blobs");
    }
    for (Descriptor child : index.children()) {
      requirePublished(item.manifest(), child.digest());
    }
  }

  private void checkBlobs(Publication.Item item, Manifest manifest) {
    Map<Digest, Long> announced = sizes(item.blobs());
    Map<Digest, Long> needed =
        sizes(manifest.children().stream().map(Descriptor::artifact).toList());
    if (!announced.equals(needed)) {
      throw PublishRefusals.differs(
          item.manifest(),
          "it needs the blobs " + needed.keySet() + ", announced were " + announced.keySet());
    }
    item.blobs().forEach(this::requireStored);
  }

  private static Map<Digest, Long> sizes(List<Artifact> blobs) {
    Map<Digest, Long> sizes = new HashMap<>();
    blobs.forEach(blob -> sizes.put(blob.digest(), blob.size()));
    return sizes;
  }

  private void checkSubject(Publication.Item item, OciDocument document) {
    Optional<Digest> named = document.subjectIfAny().map(Descriptor::digest);
    if (!named.equals(Optional.ofNullable(item.subject()))) {
      throw PublishRefusals.differs(
          item.manifest(),
          "its subject is "
              + named.map(Digest::toString).orElse("none")
              + ", announced was "
              + item.subject());
    }
    named.ifPresent(subject -> requirePublished(item.manifest(), subject));
  }

  private void requirePublished(Artifact manifest, Digest pointedAt) {
    if (!known.containsKey(pointedAt)) {
      throw PublishRefusals.notIncluded(manifest, pointedAt);
    }
  }

  private void requireStored(Artifact blob) {
    OptionalLong size = store.size(blob.digest());
    if (size.isEmpty()) {
      throw PublishRefusals.notStored(blob, "it is not in the artifact store");
    }
    if (size.getAsLong() != blob.size()) {
      throw PublishRefusals.notStored(
          blob, "it has " + size.getAsLong() + " bytes, announced were " + blob.size());
    }
  }
}
