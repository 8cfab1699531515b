package dev.mintmark.cli.rebuild;

import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.terminal.Table;
import dev.mintmark.cli.terminal.Table.Cell;
import java.util.List;
import java.util.Optional;

/** Verdicts for people. */
public final class VerdictTable {
  private static final int SHORT_DIGEST = "sha256:".length() + 12;

  private VerdictTable() {}

  /** A row for each artifact. */
  public static Table artifacts(List<VerdictRow> rows) {
    Table table =
        new Table().left("step").left("artifact").left("verdict").left("digest").left("detail");
    for (VerdictRow row : rows) {
      table.row(
          row.step(),
          row.role(),
          row.verdict().cell(row.rule()),
          row.digest().map(VerdictTable::shorten).orElse("-"),
          row.detail().orElse(""));
    }
    return table;
  }

  /** A row for each release of a run. */
  public static Table releases(RebuildRun run) {
    Table table =
        new Table().left("release").left("run").left("verdict").right("identical").left("attested");
    for (RebuiltRelease release : run.releases()) {
      table.row(
          release.release(),
          run.run(),
          release
              .outcome()
              .map(outcome -> outcome.cell(Optional.empty()))
              .orElseGet(() -> new Cell(release.state(), Style.FAINT)),
          release.rows().isEmpty() ? "-" : release.identical() + " of " + release.rows().size(),
          release.attested() ? "yes" : "no");
    }
    return table;
  }

  /** One line on a release; says what to ask for where it was not made again. */
  public static String summary(String run, RebuiltRelease release) {
    return "%s in %s: %s, %d of %d artifacts identical%s"
        .formatted(
            release.release(),
            run,
            release.outcome().map(Outcome::name).orElse(release.state()),
            release.identical(),
            release.rows().size(),
            release.isGood()
                ? ""
                : "; `mintmark diff %s %s` says where and why".formatted(release.release(), run));
  }

  private static String shorten(String digest) {
    return digest.length() > SHORT_DIGEST ? digest.substring(0, SHORT_DIGEST) : digest;
  }
}
