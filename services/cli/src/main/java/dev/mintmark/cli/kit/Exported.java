package dev.mintmark.cli.kit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import java.nio.file.Path;

/**
 * A kit that was written.
 *
 * @param release {@code name:version}
 * @param index of the release
 * @param digest of the kit's file
 * @param size in bytes
 */
public record Exported(
    Path file,
    String release,
    Digest index,
    Digest digest,
    long size,
    int manifests,
    int blobs,
    int signatures) {
  static Exported of(
      Path file, Digest digest, long size, KitCheck.Checked checked, KitObjects objects) {
    return new Exported(
        file,
        checked.release(),
        objects.release(),
        digest,
        size,
        objects.manifests().size(),
        objects.blobs().size(),
        checked.report().signatures());
  }

  /** For {@code --json}. */
  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("kit", file.toString())
        .put("release", release)
        .put("index", index.toString())
        .put("digest", digest.toString())
        .put("size", size)
        .put("manifests", manifests)
        .put("blobs", blobs)
        .put("signatures", signatures);
  }
}
