package dev.mintmark.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.ledger.HandOff.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A release as the ledger tells it.
 *
 * @param state {@code requested}, {@code ingested} and so on to {@code published}, or {@code
 *     rejected}
 * @param repository logical, without a host
 * @param index {@code sha256:<hex>} of the image index, once it is built
 * @param json the ledger's own document
 */
public record Release(
    String name,
    String version,
    String state,
    Optional<String> repository,
    Optional<String> index,
    Optional<Rejection> rejection,
    List<HandOff> handOffs,
    JsonNode json) {

  /** Reads the ledger's JSON object. */
  public static Release of(JsonNode node) {
    List<HandOff> handOffs = new ArrayList<>();
    node.path("handOffs").forEach(handOff -> handOffs.add(HandOff.of(handOff)));
    return new Release(
        node.path("name").asText(),
        node.path("version").asText(),
        node.path("state").asText(),
        text(node, "repository"),
        text(node, "index"),
        Rejection.of(node.path("rejection")),
        List.copyOf(handOffs),
        node);
  }

  /** {@code <name>:<version>}. */
  public String id() {
    return name + ":" + version;
  }

  private static Optional<String> text(JsonNode node, String key) {
    return Optional.ofNullable(node.path(key).asText(null)).filter(text -> !text.isEmpty());
  }
}
