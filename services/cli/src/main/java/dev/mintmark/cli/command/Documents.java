package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A service's own document, and what the command line knows besides. */
final class Documents {
  private Documents() {}

  /**
   * The document with the targets under {@code targets}; as it is where nothing is known of them.
   */
  static JsonNode withTargets(JsonNode document, KnownTargets targets) {
    return targets
        .profiles()
        .filter(known -> document.isObject())
        .map(known -> {
          ObjectNode whole = document.deepCopy();
          whole.set("targets", known.json());
          return (JsonNode) whole;
        })
        .orElse(document);
  }
}
