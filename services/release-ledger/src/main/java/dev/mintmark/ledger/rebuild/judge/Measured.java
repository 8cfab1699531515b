package dev.mintmark.ledger.rebuild.judge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.content.Digest;
import dev.mintmark.json.StrictJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a rebuild's converter measured on its own, beside the recorded measures that it worked with.
 *
 * @param digests by role, e.g. {@code variants[cpu-amd64].table}; empty where it measured none
 */
public record Measured(Map<String, Optional<Digest>> digests) {
  private static final StrictJson JSON = new StrictJson(1 << 20, 16);

  public Measured {
    digests = Map.copyOf(digests);
  }

  /**
   * Reads the converter's note.
   *
   * @throws IllegalArgumentException for any other form
   */
  public static Measured read(byte[] note) {
    Map<String, Optional<Digest>> digests = new LinkedHashMap<>();
    for (JsonNode variant : JSON.read(note).path("variants")) {
      String target = variant.path("target").asText();
      for (String what : new String[] {"table", "report", "expected"}) {
        digests.put(
            "variants[" + target + "]." + what,
            Optional.ofNullable(variant.path(what).textValue()).map(Digest::parse));
      }
    }
    return new Measured(digests);
  }
}
