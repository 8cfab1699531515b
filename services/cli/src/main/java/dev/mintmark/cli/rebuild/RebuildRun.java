package dev.mintmark.cli.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One rebuild as the ledger tells it.
 *
 * @param run {@code rebuild-<n>}
 * @param since when it was ordered, RFC 3339
 * @param toolchain {@code recorded} or {@code current}
 * @param json the ledger's own document
 */
public record RebuildRun(
    String run, String since, String toolchain, List<RebuiltRelease> releases, JsonNode json) {

  static RebuildRun of(JsonNode node) {
    List<RebuiltRelease> releases = new ArrayList<>();
    node.path("releases").forEach(release -> releases.add(RebuiltRelease.of(release)));
    return new RebuildRun(
        node.path("run").asText(),
        node.path("since").asText(),
        node.path("toolchain").asText(),
        List.copyOf(releases),
        node);
  }

  /** Those that nobody has judged. */
  public List<RebuiltRelease> open() {
    return releases.stream().filter(release -> release.outcome().isEmpty()).toList();
  }

  /** Whether every release was made again. */
  public boolean isGood() {
    return !releases.isEmpty() && releases.stream().allMatch(RebuiltRelease::isGood);
  }

  /** Whether that release has a verdict. */
  public boolean isJudged(String release) {
    return releases.stream()
        .anyMatch(one -> one.release().equals(release) && one.outcome().isPresent());
  }
}
