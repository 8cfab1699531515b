package dev.mintmark.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One hand-off as the ledger tells it.
 *
 * @param request {@code sha256:<hex>} of the build request it belongs to; empty when not told
 * @param artifacts what the event refers to, in the order of its fields
 */
public record HandOff(
    String topic,
    int partition,
    long offset,
    String eventId,
    Instant time,
    String request,
    List<ArtifactUse> artifacts,
    Optional<Rejection> rejection) {

  /**
   * An artifact as an event names it.
   *
   * @param role path within the event, e.g. {@code variants[cpu-amd64].model}
   * @param size in bytes
   */
  public record ArtifactUse(String role, String digest, String mediaType, long size) {}

  /** Why a step refused a release. */
  public record Rejection(String step, String code, String subject, String found, String advice) {
    static Optional<Rejection> of(JsonNode node) {
      return node.isObject()
          ? Optional.of(
              new Rejection(
                  node.path("step").asText(),
                  node.path("code").asText(),
                  node.path("subject").asText(),
                  node.path("found").asText(),
                  node.path("advice").asText()))
          : Optional.empty();
    }
  }

  /** Reads the ledger's JSON object. */
  public static HandOff of(JsonNode node) {
    List<ArtifactUse> artifacts = new ArrayList<>();
    for (JsonNode use : node.path("artifacts")) {
      artifacts.add(
          new ArtifactUse(
              use.path("role").asText(),
              use.path("digest").asText(),
              use.path("mediaType").asText(),
              use.path("size").asLong()));
    }
    return new HandOff(
        node.path("topic").asText(),
        node.path("partition").asInt(),
        node.path("offset").asLong(),
        node.path("eventId").asText(),
        Instant.parse(node.path("time").asText()),
        node.path("request").asText(""),
        List.copyOf(artifacts),
        Rejection.of(node.path("rejection")));
  }

  /** The service that made it; {@code ci} for the request itself. */
  public String step() {
    return rejection()
        .map(Rejection::step)
        .orElseGet(() -> TopicCatalogue.find(topic).map(HandOff::maker).orElse(topic));
  }

  /** Whether the release is out. */
  public boolean published() {
    return topic.equals(TopicCatalogue.RELEASE_PUBLISHED.name());
  }

  /** Whether the release was refused. */
  public boolean rejected() {
    return topic.equals(TopicCatalogue.RELEASE_REJECTED.name());
  }

  private static String maker(Topic topic) {
    return topic.madeBy().getFirst();
  }
}
