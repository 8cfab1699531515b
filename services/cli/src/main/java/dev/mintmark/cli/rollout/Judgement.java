package dev.mintmark.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What the gate said at one look.
 *
 * @param outcome {@code PROMOTE}, {@code HOLD} and so on
 * @param verdict {@code sha256:<hex>} of its bytes
 * @param evidence {@code sha256:<hex>} of its bytes
 */
public record Judgement(int look, String outcome, String verdict, String evidence) {
  static Optional<Judgement> of(JsonNode node) {
    return node.isObject()
        ? Optional.of(
            new Judgement(
                node.path("look").asInt(),
                node.path("outcome").asText(),
                node.path("verdict").asText(),
                node.path("evidence").asText()))
        : Optional.empty();
  }
}
