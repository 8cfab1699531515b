package dev.mintmark.ledger.rebuild.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.mintmark.ledger.entry.Stage;
import dev.mintmark.ledger.query.HandOffRow;
import dev.mintmark.ledger.query.RebuildRow;
import dev.mintmark.ledger.query.VerdictRow;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A rebuild and how far it is.
 *
 * @param since RFC 3339, UTC
 */
public record RebuildView(
    String run, String since, String toolchain, List<StepView> steps, List<Item> releases) {

  /**
   * One release of it.
   *
   * @param state {@code ordered}, {@code replayed}, {@code ingested}, {@code quantized}, {@code
   *     built}, {@code documented} or {@code judged}
   * @param outcome of the verdict; null as long as it is not judged
   * @param verdict raw JSON: the event without its place in the chain
   * @param attested whether the attestation is attached to the image
   */
  public record Item(
      String release,
      String request,
      String state,
      @Nullable String outcome,
      @JsonRawValue @Schema(implementation = Object.class) @Nullable String verdict,
      boolean attested) {}

  /**
   * Sums up a rebuild.
   *
   * @param orders at least one
   */
  static RebuildView of(
      List<RebuildRow> orders, List<VerdictRow> verdicts, List<HandOffRow> handOffs) {
    RebuildRow first = orders.getFirst();
    Instant since =
        orders.stream()
            .map(order -> order.orderedAt().toInstant())
            .min(Instant::compareTo)
            .orElseThrow()
            .truncatedTo(ChronoUnit.MILLIS);
    return new RebuildView(
        first.run(),
        since.toString(),
        first.toolchain().toLowerCase(Locale.ROOT),
        StepView.of(toolchains(first)),
        orders.stream().map(order -> item(order, verdicts, handOffs)).toList());
  }

  private static Map<String, String> toolchains(RebuildRow order) {
    Map<String, String> toolchains = new LinkedHashMap<>();
    for (Object step : new JsonArray(order.steps())) {
      JsonObject json = (JsonObject) step;
      toolchains.put(json.getString("step"), json.getString("toolchain"));
    }
    return toolchains;
  }

  private static Item item(RebuildRow order, List<VerdictRow> verdicts, List<HandOffRow> handOffs) {
    VerdictRow verdict =
        verdicts.stream().filter(v -> v.release().equals(order.release())).findFirst().orElse(null);
    List<Stage> stages =
        handOffs.stream()
            .filter(row -> row.release().equals(order.release()))
            .map(HandOffRow::stage)
            .toList();
    return new Item(
        order.release().toString(),
        order.request(),
        verdict != null ? "judged" : state(stages),
        verdict == null ? null : verdict.outcome(),
        verdict == null ? null : verdict.content(),
        stages.contains(Stage.ATTACHED));
  }

  private static String state(List<Stage> stages) {
    return Stream.of(Stage.DOCUMENTED, Stage.BUILT, Stage.QUANTIZED, Stage.INGESTED)
        .filter(stages::contains)
        .findFirst()
        .map(Stage::text)
        .orElse(stages.contains(Stage.REQUESTED) ? "replayed" : "ordered");
  }
}
