package dev.mintmark.cli.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One artifact of a verdict.
 *
 * @param role its place in the step's event
 * @param rule by which it is equivalent
 * @param digest {@code sha256:<hex>} of the recorded one, else of the rebuilt one
 * @param detail where and why it differs, or what is missing
 */
public record VerdictRow(
    String step,
    String role,
    Outcome verdict,
    Optional<String> rule,
    Optional<String> digest,
    Optional<String> detail) {

  static VerdictRow of(JsonNode node) {
    return new VerdictRow(
        node.path("step").asText(),
        node.path("role").asText(),
        Outcome.of(node.path("verdict").asText()),
        text(node.path("rule")),
        text(node.at("/recorded/digest")).or(() -> text(node.at("/rebuilt/digest"))),
        text(node.path("detail")));
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.ofNullable(node.asText(null)).filter(text -> !text.isEmpty());
  }
}
