package dev.mintmark.image.request;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import java.util.List;

/**
 * The image that a release's images are built on.
 *
 * @param digest of its index, or of its one manifest
 * @param artifacts every document and layer of it that a build may read
 */
public record BaseReference(Digest digest, List<Artifact> artifacts) {
  public BaseReference {
    artifacts = List.copyOf(artifacts);
  }
}
