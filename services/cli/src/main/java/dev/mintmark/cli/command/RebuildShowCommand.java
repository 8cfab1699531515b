package dev.mintmark.cli.command;

import dev.mintmark.cli.rebuild.RebuildRun;
import dev.mintmark.cli.terminal.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a rebuild. */
@Command(
    name = "show",
    header = "Show the verdicts of a rebuild, or how far it is.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark rebuild show rebuild-1",
      "  mintmark rebuild show rebuild-1 --json | jq '.releases[].attested'",
    })
final class RebuildShowCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();

  @Parameters(paramLabel = "RUN", description = "As `mintmark rebuild list` shows it.")
  private String run = "";

  RebuildShowCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    RebuildRun found = world.rebuilds("viewer", console).find(run);
    console.result(found.json());
    RebuildCommand.print(found, console);
    return 0;
  }
}
