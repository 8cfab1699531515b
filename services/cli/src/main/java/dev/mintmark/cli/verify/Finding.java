package dev.mintmark.cli.verify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;

/**
 * One check of one object.
 *
 * @param object for people, e.g. {@code image linux/arm64}
 * @param size in bytes; 0 where it is not known
 * @param detail what holds, or why not, with a code
 */
public record Finding(String object, Digest digest, long size, boolean ok, String detail) {
  /** For {@code --json}. */
  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("object", object)
        .put("digest", digest.toString())
        .put("size", size)
        .put("ok", ok)
        .put("detail", detail);
  }
}
