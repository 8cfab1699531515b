package dev.mintmark.ledger.rebuild.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Where and why two sides differ.
 *
 * @param summary one line
 * @param json every difference, where there is more to tell
 */
record Explanation(String summary, Optional<ObjectNode> json) {
  static Explanation of(String summary) {
    return new Explanation(summary, Optional.empty());
  }

  Explanation at(String place) {
    return new Explanation(place + ": " + summary, json);
  }
}
