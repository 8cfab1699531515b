package dev.mintmark.cli.kit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;

/**
 * A kit that was taken in.
 *
 * @param release {@code name:version}
 * @param where registry and repository, or a folder
 * @param sent blobs and manifests that were written
 * @param found those that were there
 */
public record Imported(
    String release, Digest index, String where, int signatures, int sent, int found) {
  /** For {@code --json}. */
  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("release", release)
        .put("index", index.toString())
        .put("destination", where)
        .put("signatures", signatures)
        .put("sent", sent)
        .put("found", found);
  }
}
