package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.ledger.Ledger;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.terminal.Table;
import dev.mintmark.cli.terminal.Table.Cell;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists releases. */
@Command(
    name = "list",
    header = "List every release with its state.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark release list",
      "  mintmark release list --json | jq '.releases[] | select(.state == \"rejected\")'",
    })
final class ReleaseListCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();

  ReleaseListCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    List<Ledger.Item> releases = world.ledger(console).releases();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("releases");
    Table table = new Table().left("name").left("version").left("state");
    for (Ledger.Item release : releases) {
      table.row(release.name(), release.version(), state(release.state()));
      items
          .addObject()
          .put("name", release.name())
          .put("version", release.version())
          .put("state", release.state());
    }
    console.result(json);
    if (releases.isEmpty()) {
      console.print("no release yet; `mintmark build -f release.yaml` makes one");
    } else {
      console.print(table);
    }
    return 0;
  }

  static Cell state(String state) {
    return new Cell(
        state,
        switch (state) {
          case "published" -> Style.GOOD;
          case "rejected", "revoked" -> Style.BAD;
          default -> Style.FAINT;
        });
  }
}
