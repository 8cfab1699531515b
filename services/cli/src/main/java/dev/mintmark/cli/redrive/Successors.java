package dev.mintmark.cli.redrive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.topics.TopicCatalogue;
import java.util.Optional;

/**
 * Whether the ledger knows what followed a record. A rejection is no successor: it is what an
 * operator redrives for.
 */
final class Successors {
  private final JsonNode release;

  /**
   * @param release the ledger's answer for the record's release
   */
  Successors(JsonNode release) {
    this.release = release;
  }

  /** Whether the ledger has the record itself. */
  boolean knows(String id) {
    return find("eventId", id).isPresent();
  }

  /** Where what followed stands; empty where nothing did. */
  Optional<String> of(String id) {
    return find("cause", id)
        .map(node ->
            "%s/%d@%d"
                .formatted(
                    node.path("topic").asText(),
                    node.path("partition").asInt(),
                    node.path("offset").asLong()));
  }

  private Optional<JsonNode> find(String field, String id) {
    for (JsonNode handOff : release.path("handOffs")) {
      boolean rejected =
          handOff.path("topic").asText().equals(TopicCatalogue.RELEASE_REJECTED.name());
      if (!rejected && handOff.path(field).asText("").equals(id)) {
        return Optional.of(handOff);
      }
    }
    return Optional.empty();
  }
}
