package dev.mintmark.cli.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ledger's report on a release, as far as it tells of differences. */
public final class DifferenceReport {
  private DifferenceReport() {}

  /**
   * An artifact that is not the same.
   *
   * @param lines where and why, one a line
   */
  public record Part(
      String step, String role, Outcome verdict, Optional<String> rule, List<String> lines) {
    /** The verdict with its rule. */
    public String words() {
      return verdict.cell(rule).text();
    }
  }

  /** In the report's order. */
  public static List<Part> of(JsonNode report) {
    List<Part> parts = new ArrayList<>();
    JsonNode why = report.path("rejection");
    if (why.isObject()) {
      parts.add(
          new Part(
              why.path("step").asText(),
              "its work",
              Outcome.of(report.path("outcome").asText()),
              Optional.empty(),
              List.of(
                  "refused: %s: %s; %s (%s)"
                      .formatted(
                          why.path("subject").asText(),
                          why.path("found").asText(),
                          why.path("advice").asText(),
                          why.path("code").asText()))));
    }
    for (JsonNode node : report.path("rows")) {
      VerdictRow row = VerdictRow.of(node);
      if (row.verdict() != Outcome.IDENTICAL) {
        parts.add(new Part(row.step(), row.role(), row.verdict(), row.rule(), lines(row, node)));
      }
    }
    return parts;
  }

  private static List<String> lines(VerdictRow row, JsonNode node) {
    List<String> lines = new ArrayList<>();
    for (JsonNode difference : node.findPath("differences")) {
      String cause = difference.path("cause").asText("");
      String place = difference.path("place").asText("");
      lines.add(
          "%s: recorded %s, rebuilt %s%s"
              .formatted(
                  place.isEmpty() ? "the artifact" : place,
                  difference.path("recorded").asText(),
                  difference.path("rebuilt").asText(),
                  cause.isEmpty() ? "" : " (" + cause + ")"));
    }
    long more = node.findPath("more").asLong();
    if (more > 0) {
      lines.add("and " + more + " more");
    }
    if (lines.isEmpty()) {
      row.detail().ifPresent(lines::add);
    }
    return List.copyOf(lines);
  }
}
