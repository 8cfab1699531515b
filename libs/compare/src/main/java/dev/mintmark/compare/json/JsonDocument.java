package dev.mintmark.compare.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.compare.difference.MalformedException;
import dev.mintmark.json.StrictJson;
import dev.mintmark.json.UnreadableJsonException;

/** Reads JSON documents strictly. */
public final class JsonDocument {
  /** Larger ones are compared as bytes. */
  public static final int MAX_BYTES = 4 << 20;

  private static final int MAX_DEPTH = 200;
  private static final StrictJson JSON = new StrictJson(MAX_BYTES, MAX_DEPTH);

  private JsonDocument() {}

  /**
   * Reads one object.
   *
   * @throws MalformedException for anything else
   */
  public static ObjectNode parse(byte[] bytes) {
    try {
      return JSON.read(bytes);
    } catch (UnreadableJsonException e) {
      throw new MalformedException("it " + e.getMessage(), e);
    }
  }
}
