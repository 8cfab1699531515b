package dev.mintmark.cli.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One release of a rebuild.
 *
 * @param state {@code ordered} to {@code judged}
 * @param outcome once judged
 * @param attested whether the verdict is signed and stands beside the image
 * @param rows of the verdict, in the order of the line
 */
public record RebuiltRelease(
    String release,
    String state,
    Optional<Outcome> outcome,
    boolean attested,
    List<VerdictRow> rows) {

  static RebuiltRelease of(JsonNode node) {
    List<VerdictRow> rows = new ArrayList<>();
    node.at("/verdict/artifacts").forEach(row -> rows.add(VerdictRow.of(row)));
    return new RebuiltRelease(
        node.path("release").asText(),
        node.path("state").asText(),
        Optional.ofNullable(node.path("outcome").asText(null)).map(Outcome::of),
        node.path("attested").asBoolean(),
        List.copyOf(rows));
  }

  /** How many artifacts came out the same, byte for byte. */
  public long identical() {
    return rows.stream().filter(row -> row.verdict() == Outcome.IDENTICAL).count();
  }

  /** Whether it was made again. */
  public boolean isGood() {
    return outcome.filter(Outcome::isGood).isPresent();
  }
}
