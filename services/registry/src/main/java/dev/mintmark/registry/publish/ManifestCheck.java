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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Finds out whether one manifest is whole and says what was announced of it. */
final class ManifestCheck {
  private final ArtifactStore store;
  private final Predicate<Digest> published;

  /**
   * @param published whether a manifest is visible before this one
   */
  ManifestCheck(ArtifactStore store, Predicate<Digest> published) {
    this.store = store;
    this.published = published;
  }

  /**
   * Checks it with its blobs, children and subject.
   *
   * @return what it says
   * @throws dev.mintmark.kit.refusal.RefusedException REG-002 to REG-005
   */
  OciDocument check(Publication.Item item) {
    OciDocument document = read(item.manifest());
    switch (document) {
      case ImageIndex index -> checkIndex(item, index);
      case Manifest manifest -> checkBlobs(item, manifest);
    }
    checkSubject(item, document);
    return document;
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
    if (!published.test(pointedAt)) {
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
