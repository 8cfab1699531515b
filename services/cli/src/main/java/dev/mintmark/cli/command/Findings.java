package dev.mintmark.cli.command;

import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.terminal.Table;
import dev.mintmark.cli.terminal.Table.Cell;
import dev.mintmark.cli.verify.Finding;
import java.util.List;

/** What was checked, for people. */
final class Findings {
  private Findings() {}

  static Table table(List<Finding> findings) {
    Table table = new Table().left("object").left("digest").right("size").left("verified");
    for (Finding finding : findings) {
      table.row(
          finding.object(),
          finding.digest(),
          Sizes.format(finding.size()),
          new Cell(finding.detail(), finding.ok() ? Style.GOOD : Style.BAD));
    }
    return table;
  }
}
