package dev.mintmark.ledger.http;

import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.ledger.entry.Rejection;
import dev.mintmark.ledger.entry.Stage;
import dev.mintmark.ledger.entry.Visible;
import dev.mintmark.ledger.query.Drift;
import dev.mintmark.ledger.query.HandOffRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A release with all its hand-offs in the order of the line, each event once.
 *
 * @param repository logical, without a host; known from the request on
 * @param tag known once signed
 * @param index {@code sha256:<hex>} of the image index; known once built
 */
public record ReleaseView(
    String name,
    String version,
    String state,
    String request,
    @Nullable String repository,
    @Nullable String tag,
    @Nullable String index,
    @Nullable Rejection rejection,
    @Nullable Revocation revocation,
    List<TrainingDrift> trainingDrift,
    List<HandOffView> handOffs) {

  /**
   * A release that comes from the same training, but has another model.
   *
   * @param release {@code name:version}
   * @param model {@code sha256:<hex>}
   */
  public record TrainingDrift(String release, String model) {}

  /**
   * Why an operator withdrew the release.
   *
   * @param time RFC 3339, UTC
   */
  public record Revocation(String reason, String time) {}

  /**
   * Sums up the hand-offs of one request.
   *
   * @param rows in the order of the line, at least one
   */
  static ReleaseView of(
      ReleaseId release, String request, List<HandOffRow> rows, List<Drift> drift) {
    List<HandOffRow> once = once(rows);
    int stages = once.stream().mapToInt(r -> r.stage().bit()).reduce(0, (a, b) -> a | b);
    Stage state = Stage.state(stages);
    return new ReleaseView(
        release.name(),
        release.version(),
        state.text(),
        request,
        latest(once, Visible::repository),
        latest(once, Visible::tag),
        latest(once, Visible::index),
        state == Stage.REJECTED ? rejection(once).orElse(null) : null,
        revocation(once).orElse(null),
        drift.stream()
            .map(d -> new TrainingDrift(d.name() + ":" + d.version(), d.model()))
            .toList(),
        HandOffView.of(once));
  }

  private static List<HandOffRow> once(List<HandOffRow> rows) {
    Set<String> seen = new HashSet<>();
    return rows.stream().filter(r -> seen.add(r.eventId())).toList();
  }

  private static Optional<Rejection> rejection(List<HandOffRow> rows) {
    return rows.stream().flatMap(r -> r.rejection().stream()).findFirst();
  }

  private static Optional<Revocation> revocation(List<HandOffRow> rows) {
    return rows.stream()
        .flatMap(
            r -> r.reason().map(w -> new Revocation(w, r.time().toInstant().toString())).stream())
        .findFirst();
  }

  private static @Nullable String latest(
      List<HandOffRow> rows, Function<Visible, @Nullable String> part) {
    List<String> said = new ArrayList<>();
    for (HandOffRow row : rows) {
      String value = part.apply(row.visible());
      if (value != null) {
        said.add(value);
      }
    }
    return said.isEmpty() ? null : said.getLast();
  }
}
