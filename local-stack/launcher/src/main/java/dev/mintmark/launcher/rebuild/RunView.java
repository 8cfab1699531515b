package dev.mintmark.launcher.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.content.Digest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A rebuild as the ledger tells it.
 *
 * @param since when it was ordered
 * @param current whether it is to run as what is present, not as what is recorded
 * @param toolchains digest of the recorded toolchain's document, by step; none where none is
 *     recorded
 * @param releases how far each is, in the ledger's order
 */
public record RunView(
    String run,
    Instant since,
    boolean current,
    Map<String, Digest> toolchains,
    Map<String, Progress> releases) {
  private static final String JUDGED = "judged";

  /**
   * Of one release.
   *
   * @param state {@code ordered} to {@code judged}
   * @param outcome of the verdict, once judged
   */
  public record Progress(String state, Optional<String> outcome) {
    /** Whether nothing is left to do. */
    public boolean isEnd() {
      return state.equals(JUDGED);
    }
  }

  /**
   * Reads the ledger's answer.
   *
   * @throws IllegalArgumentException where it is none
   */
  static RunView of(JsonNode json) {
    Map<String, Digest> toolchains = new LinkedHashMap<>();
    for (JsonNode step : json.path("steps")) {
      String toolchain = step.path("toolchain").asText("");
      if (Digest.isDigest(toolchain)) {
        toolchains.put(step.path("step").asText(), Digest.parse(toolchain));
      }
    }
    Map<String, Progress> releases = new LinkedHashMap<>();
    for (JsonNode release : json.path("releases")) {
      String outcome = release.path("outcome").asText(null);
      releases.put(
          release.path("release").asText(),
          new Progress(release.path("state").asText(), Optional.ofNullable(outcome)));
    }
    return new RunView(
        json.path("run").asText(),
        instant(json.path("since").asText()),
        json.path("toolchain").asText().equals("current"),
        Map.copyOf(toolchains),
        releases);
  }

  /** Whether every release is judged. */
  public boolean isEnd() {
    return !releases.isEmpty() && releases.values().stream().allMatch(Progress::isEnd);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (java.time.DateTimeException e) {
      throw new IllegalArgumentException("no time of the order: '" + text + "'", e);
    }
  }
}
