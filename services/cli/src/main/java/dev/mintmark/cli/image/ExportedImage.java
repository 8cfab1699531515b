package dev.mintmark.cli.image;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.Platform;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An image that was written to the disk.
 *
 * @param image digest of its index or manifest
 * @param format {@code oci} or {@code docker}
 * @param platform empty for all
 * @param digest of the file; empty for a folder
 * @param size of the file in bytes; 0 for a folder
 */
public record ExportedImage(
    Path out,
    Digest image,
    String format,
    Optional<Platform> platform,
    Optional<Digest> digest,
    long size) {
  /** For {@code --json}. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("out", out.toString()).put("image", image.toString()).put("format", format);
    platform.ifPresent(p -> json.put("platform", p.toString()));
    digest.ifPresent(d -> json.put("digest", d.toString()).put("size", size));
    return json;
  }
}
