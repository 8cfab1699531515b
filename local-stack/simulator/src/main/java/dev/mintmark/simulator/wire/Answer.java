package dev.mintmark.simulator.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.refusal.RefusedException;

/** A whole answer. */
record Answer(int status, byte[] body) {
  private static final int LONGEST_TEXT = 300;

  /** Whether a later try may be answered otherwise. */
  boolean mayWorkLater() {
    return status >= 500 || status == 429 || status == 408;
  }

  ObjectNode json(String tried) {
    try {
      return Documents.read(body, "the answer");
    } catch (RefusedException e) {
      throw new WireException(tried, String.valueOf(e.getMessage()));
    }
  }

  /** The beginning of the body, on one line. */
  String text() {
    String text = new String(body, UTF_8).replaceAll("\\s+", " ");
    return text.substring(0, Math.min(LONGEST_TEXT, text.length()));
  }
}
