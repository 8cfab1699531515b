package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A service's own document, and what the command line knows besides. */
final class Documents {
  private Documents() {}

  /**
   * The document with the targets under {@code targets}, or why they are not known under {@code
   * targetsNotKnown}; as it is where it has none.
   */
  static JsonNode withTargets(JsonNode document, KnownTargets targets) {
    if (!(document instanceof ObjectNode object)) {
      return document;
    }
    ObjectNode whole = object.deepCopy();
    targets.profiles().ifPresent(known -> whole.set("targets", known.json()));
    targets.trouble().ifPresent(why -> whole.put("targetsNotKnown", why));
    return whole;
  }
}
