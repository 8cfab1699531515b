package dev.mintmark.ingest.claim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.handoff.Position;
import java.io.IOException;

/**
 * A request that took a release id.
 *
 * @param request digest of the build.requested value
 * @param position where in the log the request stands: it tells a redelivery, which goes on, from a
 *     double, which is dropped
 */
public record Claim(Digest request, Position position) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The stored form. */
  private record Stored(String request, String topic, int partition, long offset) {}

  byte[] bytes() {
    try {
      return JSON.writeValueAsBytes(
          new Stored(
              request.toString(), position.topic(), position.partition(), position.offset()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a claim is plain text and numbers", e);
    }
  }

  /**
   * Reads the stored form.
   *
   * @throws IllegalStateException when it is damaged: an operator has to look, nothing may guess
   */
  static Claim parse(String key, byte[] bytes) {
    try {
      Stored stored = JSON.readValue(bytes, Stored.class);
      return new Claim(
          Digest.parse(stored.request()),
          new Position(stored.topic(), stored.partition(), stored.offset()));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "cannot read the claim " + key + " in the artifact store: " + e.getMessage(), e);
    }
  }
}
