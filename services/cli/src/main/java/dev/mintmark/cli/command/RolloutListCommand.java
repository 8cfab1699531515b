package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.rollout.ChangeLine;
import dev.mintmark.cli.rollout.Rollout;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Table;
import dev.mintmark.cli.terminal.Table.Cell;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists rollouts. */
@Command(
    name = "list",
    header = "List every rollout with its state.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark rollout list",
      "  mintmark rollout list --json | jq '.rollouts[] | select(.state == \"SOAKING\")'",
    })
final class RolloutListCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();

  RolloutListCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    List<Rollout> rollouts = world.rollouts("viewer", console).all();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("rollouts");
    Table table =
        new Table()
            .left("rollout")
            .left("release")
            .left("baseline")
            .left("state")
            .right("stage")
            .right("reach")
            .right("devices");
    for (Rollout rollout : rollouts) {
      items.add(rollout.json());
      table.row(
          rollout.id(),
          rollout.release(),
          rollout.baseline().orElse("none"),
          new Cell(rollout.state(), Rollout.style(rollout.state())),
          Integer.toString(rollout.stage()),
          ChangeLine.percent(rollout.percent()),
          Integer.toString(rollout.devices()));
    }
    console.result(json);
    if (rollouts.isEmpty()) {
      console.print("no rollout yet; `mintmark rollout start NAME:VERSION` makes one");
    } else {
      console.print(table);
    }
    return 0;
  }
}
