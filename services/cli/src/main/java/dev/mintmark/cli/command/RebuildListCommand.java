package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.rebuild.RebuildRun;
import dev.mintmark.cli.rebuild.RebuiltRelease;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists rebuilds. */
@Command(
    name = "list",
    header = "List every rebuild, and how many of its releases were made again.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark rebuild list",
      "  mintmark rebuild list --json | jq -r '.rebuilds[].run'",
    })
final class RebuildListCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();

  RebuildListCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    List<RebuildRun> runs = world.rebuilds("viewer", console).all();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("rebuilds");
    Table table =
        new Table()
            .left("run")
            .left("ordered")
            .left("toolchain")
            .right("releases")
            .right("judged")
            .right("made again");
    for (RebuildRun run : runs) {
      items.add(run.json());
      int releases = run.releases().size();
      table.row(
          run.run(),
          run.since(),
          run.toolchain(),
          Integer.toString(releases),
          Integer.toString(releases - run.open().size()),
          Long.toString(run.releases().stream().filter(RebuiltRelease::isGood).count()));
    }
    console.result(json);
    if (runs.isEmpty()) {
      console.print("no rebuild yet; `mintmark rebuild NAME:VERSION` makes a release again");
    } else {
      console.print(table);
    }
    return 0;
  }
}
