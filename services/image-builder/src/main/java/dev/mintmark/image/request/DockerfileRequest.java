package dev.mintmark.image.request;

import dev.mintmark.content.Artifact;
import dev.mintmark.inputs.dockerfile.PinnedImage;
import java.util.List;

/**
 * A Dockerfile that makes what lies below files and app.
 *
 * @param context tree of the files that it copies from
 * @param images that it names, sorted
 * @param artifacts every document and layer of them that a build may read
 */
public record DockerfileRequest(
    Artifact file, Artifact context, List<PinnedImage> images, List<Artifact> artifacts) {
  public DockerfileRequest {
    images = List.copyOf(images);
    artifacts = List.copyOf(artifacts);
  }
}
