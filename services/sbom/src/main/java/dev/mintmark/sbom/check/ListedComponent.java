package dev.mintmark.sbom.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A component as a reader finds it.
 *
 * @param json the component itself
 * @param inside package URL of the component around it; empty at the top
 * @param ancestor whether it is in another component's pedigree
 */
record ListedComponent(JsonNode json, String inside, boolean ancestor) {
  String text(String field) {
    return json.path(field).asText("");
  }

  boolean is(String type) {
    return text("type").equals(type);
  }

  boolean hasSha256(String digest) {
    for (JsonNode hash : json.path("hashes")) {
      if (hash.path("alg").asText().equals("SHA-256")
          && ("sha256:" + hash.path("content").asText()).equals(digest)) {
        return true;
      }
    }
    return false;
  }

  /** Values of a property, in order. */
  List<String> properties(String name) {
    List<String> values = new ArrayList<>();
    for (JsonNode property : json.path("properties")) {
      if (property.path("name").asText().equals(name)) {
        values.add(property.path("value").asText());
      }
    }
    return values;
  }

  /** Whether the property is there once with that value; an empty value means not at all. */
  boolean has(String property, String value) {
    return properties(property).equals(value.isEmpty() ? List.of() : List.of(value));
  }

  /** The SPDX expression; empty for none. */
  String license() {
    return json.path("licenses").path(0).path("expression").asText("");
  }
}
