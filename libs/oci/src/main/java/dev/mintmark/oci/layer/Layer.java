package dev.mintmark.oci.layer;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import java.util.List;

/**
 * What {@link LayerWriter} wrote.
 *
 * @param blob the compressed layer as stored
 * @param diffId SHA-256 of the uncompressed tar: what the image's config lists
 * @param files every plain file in it, hard links included, sorted by path
 */
public record Layer(Artifact blob, Digest diffId, List<WrittenFile> files) {
  /**
   * A plain file of the layer.
   *
   * @param mode permission bits
   * @param size in bytes
   */
  public record WrittenFile(String path, int mode, long size, Digest digest) {}

  public Layer {
    files = List.copyOf(files);
  }
}
