package dev.mintmark.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * A step of a rollout from one state to another.
 *
 * @param sequence from 1, without gaps
 * @param stage from 0
 * @param percent of the fleet that the stage reaches
 * @param devices how many that are
 * @param code empty where nothing went wrong
 * @param reason in words; may be empty
 */
public record Change(
    int sequence,
    String from,
    String to,
    int stage,
    double percent,
    int devices,
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
        node.path("devices").asInt(),
        node.path("code").asText(""),
        node.path("reason").asText(""),
        Instant.parse(node.path("time").asText()),
        Judgement.of(node.path("judgement")));
  }
}
