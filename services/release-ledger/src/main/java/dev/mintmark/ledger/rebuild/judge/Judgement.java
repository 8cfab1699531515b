package dev.mintmark.ledger.rebuild.judge;

import dev.mintmark.events.release.v1.ReproductionOutcome;
import java.util.Comparator;
import java.util.List;

/**
 * What was found of a release: one row for each artifact.
 *
 * @param rows in the order of the line, then of the event
 */
public record Judgement(List<Row> rows) {
  public Judgement {
    rows = List.copyOf(rows);
  }

  /** The worst of all rows, in the order of the enum; undecided where there is none. */
  public ReproductionOutcome outcome() {
    return rows.stream()
        .map(row -> row.finding().outcome())
        .max(Comparator.naturalOrder())
        .orElse(ReproductionOutcome.UNDECIDED);
  }
}
