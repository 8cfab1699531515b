package dev.mintmark.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.terminal.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A rollout as the controller tells it.
 *
 * @param baseline {@code <name>:<version>} that its canaries are compared with; empty for the first
 *     release
 * @param policy {@code sha256:<hex>}
 * @param stage from 0
 * @param percent of the fleet that the stage reaches
 * @param devices how many that are
 * @param counts devices by what they last said
 * @param json the controller's own document
 */
public record Rollout(
    String id,
    String release,
    String index,
    Optional<String> baseline,
    String policy,
    List<String> classes,
    String state,
    int stage,
    double percent,
    int devices,
    Map<String, Integer> counts,
    List<Change> changes,
    JsonNode json) {
  private static final Set<String> ENDS = Set.of("PROMOTED", "ROLLED_BACK", "ABORTED");
  private static final Set<String> WAITING = Set.of("AWAITING_APPROVAL", "HELD", "PAUSED");

  /** Reads the controller's JSON object; a list of rollouts may leave the changes out. */
  static Rollout of(JsonNode node) {
    List<String> classes = new ArrayList<>();
    node.path("classes").forEach(name -> classes.add(name.asText()));
    Map<String, Integer> counts = new TreeMap<>();
    node.path("counts").properties().forEach(e -> counts.put(e.getKey(), e.getValue().asInt()));
    List<Change> changes = new ArrayList<>();
    node.path("changes").forEach(change -> changes.add(Change.of(change)));
    return new Rollout(
        node.path("rollout").asText(),
        node.path("release").asText(),
        node.path("index").asText(),
        Optional.of(node.at("/baseline/release").asText("")).filter(text -> !text.isEmpty()),
        node.path("policy").asText(),
        List.copyOf(classes),
        node.path("state").asText(),
        node.path("stage").asInt(),
        node.path("percent").asDouble(),
        node.path("devices").asInt(),
        counts,
        List.copyOf(changes),
        node);
  }

  /** Whether nothing comes after this state. */
  public static boolean isEnd(String state) {
    return ENDS.contains(state);
  }

  /** Whether a person has to say how it goes on. */
  public static boolean waitsForAPerson(String state) {
    return WAITING.contains(state);
  }

  /** How a state is painted. */
  public static Style style(String state) {
    return switch (state) {
      case "PROMOTED" -> Style.GOOD;
      case "ROLLING_BACK", "ROLLED_BACK", "HELD", "ABORTED" -> Style.BAD;
      default -> Style.STRONG;
    };
  }
}
