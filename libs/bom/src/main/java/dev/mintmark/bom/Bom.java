package dev.mintmark.bom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.json.StrictJson;

/**
 * A CycloneDX 1.6 document.
 *
 * @param of platform of an image, or {@code model} and a target: what it is of, for people and in
 *     names inside of a merged document
 */
public record Bom(String of, ObjectNode json) {
  /** A longer document is refused: a table of 200,000 files makes one of less. */
  public static final int MAX_BYTES = 256 << 20;

  private static final StrictJson READER = new StrictJson(MAX_BYTES, 100);

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException for what is no CycloneDX 1.6 document with a serial number
   */
  public static Bom parse(String of, byte[] bytes) {
    ObjectNode json = READER.read(bytes);
    String format = json.path("bomFormat").asText() + " " + json.path("specVersion").asText();
    if (!format.equals("CycloneDX 1.6")) {
      throw new IllegalArgumentException("is '" + format + "', not CycloneDX 1.6");
    }
    Bom bom = new Bom(of, json);
    if (!bom.serial().startsWith("urn:uuid:")) {
      throw new IllegalArgumentException("has no serial number");
    }
    for (String part : new String[] {"timestamp", "supplier", "component", "tools"}) {
      if (!json.path("metadata").has(part)) {
        throw new IllegalArgumentException("has no metadata." + part);
      }
    }
    return bom;
  }

  String serial() {
    return json.path("serialNumber").asText();
  }

  JsonNode metadata() {
    return json.path("metadata");
  }

  JsonNode subject() {
    return metadata().path("component");
  }
}
