package dev.mintmark.registry.publish;

import dev.mintmark.content.Digest;
import dev.mintmark.events.release.v1.PublishedObject;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;

/** Makes a checked publication of the event. */
final class PublicationReader {
  private PublicationReader() {}

  /**
   * @throws dev.mintmark.kit.refusal.RefusedException REG-001
   */
  static Publication read(ReleaseSigned event) {
    try {
      Tag tag = new Tag(event.getTag());
      return new Publication(
          new RepositoryName(event.getRepository()),
          tag,
          ArtifactReferences.toArtifact(event.getIndex()),
          event.getObjects().stream().map(object -> item(object, tag)).toList());
    } catch (IllegalArgumentException e) {
      throw PublishRefusals.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static Publication.Item item(PublishedObject object, Tag release) {
    String subject = object.getSubject();
    String tag = object.getTag();
    if (release.value().equals(tag)) {
      throw new IllegalArgumentException(
          "manifest " + object.getManifest().getDigest() + " asks for the release's own tag");
    }
    return new Publication.Item(
        ArtifactReferences.toArtifact(object.getManifest()),
        object.getBlobs().stream().map(ArtifactReferences::toArtifact).toList(),
        subject == null ? null : Digest.parse(subject),
        tag == null ? null : new Tag(tag));
  }
}
