package dev.mintmark.kit.handoff;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.ArtifactReference;

/** Between the events' references and the plain ones. */
public final class ArtifactReferences {
  private ArtifactReferences() {}

  /**
   * The plain form.
   *
   * @throws IllegalArgumentException when the digest is not whole, the media type blank or the size
   *     negative
   */
  public static Artifact toArtifact(ArtifactReference reference) {
    return new Artifact(
        Digest.parse(reference.getDigest()), reference.getMediaType(), reference.getSize());
  }

  public static ArtifactReference toReference(Artifact artifact) {
    return new ArtifactReference(
        artifact.digest().toString(), artifact.mediaType(), artifact.size());
  }
}
