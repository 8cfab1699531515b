package dev.mintmark.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * A step of a rollout from one state to another.
 *
 * @param sequence from 1, without gaps
 * @param stage from 1; 0 before the first
 * @param percent of the devices that the stage reaches
 * @param code empty where nothing went wrong
 * @param reason in words; may be empty
 */
public record Change(
    int sequence,
    String from,
    String to,
    int stage,
    double percent,
    String code,
    String reason,
    Instant time,
    Optional<Judgement> judgement) {

  /**
   * Reads the controller's JSON object.
   *
   * @throws java.time.DateTimeException where the time is none
   */
  static Change of(JsonNode node) {
    return new Change(
        node.path("sequence").asInt(),
        node.path("from").asText(),
        node.path("to").asText(),
        node.path("stage").asInt(),
        node.path("percent").asDouble(),
        node.path("code").asText(""),
        node.path("reason").asText(""),
        Instant.parse(node.path("time").asText()),
        Judgement.of(node.path("judgement")));
  }
}
