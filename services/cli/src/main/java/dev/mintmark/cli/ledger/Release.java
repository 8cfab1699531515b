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
 *     rejected} or {@code revoked}
 * @param repository logical, without a host
 * @param index {@code sha256:<hex>} of the image index, once it is built
 * @param revocation why an operator withdrew it
 * @param trainingDrift releases of the same training with another model
 * @param json the ledger's own document
 */
public record Release(
    String name,
    String version,
    String state,
    Optional<String> repository,
    Optional<String> index,
    Optional<Rejection> rejection,
    Optional<String> revocation,
    List<Drift> trainingDrift,
    List<HandOff> handOffs,
    JsonNode json) {

  /** A release of the same commit, dataset, environment and seed that has another model. */
  public record Drift(String release, String model) {}

  /** Reads the ledger's JSON object. */
  public static Release of(JsonNode node) {
    List<HandOff> handOffs = new ArrayList<>();
    node.path("handOffs").forEach(handOff -> handOffs.add(HandOff.of(handOff)));
    List<Drift> drift = new ArrayList<>();
    node.path("trainingDrift")
        .forEach(other ->
            drift.add(new Drift(other.path("release").asText(), other.path("model").asText())));
    return new Release(
        node.path("name").asText(),
        node.path("version").asText(),
        node.path("state").asText(),
        text(node, "repository"),
        text(node, "index"),
        Rejection.of(node.path("rejection")),
        text(node.path("revocation"), "reason"),
        List.copyOf(drift),
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
