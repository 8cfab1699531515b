package dev.mintmark.cli.command;

import dev.mintmark.cli.rollout.Change;
import dev.mintmark.cli.rollout.ChangeLine;
import dev.mintmark.cli.rollout.Rollout;
import dev.mintmark.cli.rollout.Rollouts;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.terminal.Table;
import dev.mintmark.cli.terminal.Table.Cell;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a rollout. */
@Command(
    name = "show",
    header = "Show a rollout: where it stands, and every change with what the gate said.",
    description = "With --follow the exit code says how it ended: 0 promoted, 3 not.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark rollout show ID",
      "  mintmark rollout show ID --follow",
      "  mintmark rollout show ID --json | jq '.changes[].judgement'",
    })
final class RolloutShowCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();
  @Mixin private final RolloutWatch watch = new RolloutWatch();

  @Parameters(paramLabel = "ID", description = "As `mintmark rollout list` shows it.")
  private String id = "";

  RolloutShowCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    Rollouts rollouts = world.rollouts("viewer", console);
    Rollout rollout = rollouts.find(id);
    KnownTargets targets = KnownTargets.of(world, console, rollout.release(), rollout.classes());
    if (watch.wanted()) {
      head(rollout, console);
      targets.print(console);
      Rollout ended = watch.run(rollouts, id, console);
      console.result(Documents.withTargets(ended.json(), targets));
      return RolloutWatch.report(ended, console).code();
    }
    console.result(Documents.withTargets(rollout.json(), targets));
    head(rollout, console);
    targets.print(console);
    changes(rollout.changes(), console);
    return 0;
  }

  private static void head(Rollout rollout, Console console) {
    console.print(
        "%s  %s"
            .formatted(
                console.paint(Style.STRONG, rollout.id()),
                console.paint(Rollout.style(rollout.state()), rollout.state())));
    Table table = new Table().left("").left("");
    table.row("release", rollout.release() + "@" + rollout.index());
    table.row("baseline", rollout.baseline().orElse("none"));
    table.row("policy", rollout.policy());
    table.row("classes", String.join(", ", rollout.classes()));
    table.row(
        "reach",
        "stage %d, %s, %d devices"
            .formatted(rollout.stage(), ChangeLine.percent(rollout.percent()), rollout.devices()));
    String counts =
        rollout.counts().entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    table.row("orders", counts.isEmpty() ? "-" : counts);
    console.print(table);
  }

  private static void changes(List<Change> changes, Console console) {
    console.print("");
    Table table =
        new Table()
            .right("#")
            .left("time")
            .left("state")
            .right("stage")
            .right("reach")
            .left("judgement")
            .left("why");
    for (Change change : changes) {
      table.row(
          Integer.toString(change.sequence()),
          change.time(),
          new Cell(change.to(), Rollout.style(change.to())),
          Integer.toString(change.stage()),
          ChangeLine.percent(change.percent()),
          change.judgement().map(j -> "look " + j.look() + " " + j.outcome()).orElse("-"),
          change.code().isEmpty() ? change.reason() : change.reason() + " (" + change.code() + ")");
    }
    console.print(table);
  }
}
