package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.stack.StatusTable;
import dev.mintmark.cli.terminal.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what runs. */
@Command(
    name = "status",
    header = "Show the stack's parts and services: health, processes, memory, addresses.",
    description = "Memory is PSS: shared pages count once. Exit code 4 unless all is ready.",
    footerHeading = "%nExamples:%n",
    footer = {"  mintmark status", "  mintmark status --json | jq .services.registry.url"})
final class StatusCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();

  StatusCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    JsonNode status = world.launcher().status();
    String state = status.path("state").asText();
    console.result(status);
    if (state.equals("absent") || state.equals("stopped")) {
      console.print("no stack runs in " + world.home().root() + "; `mintmark up` starts one");
    } else {
      console.print(StatusTable.of(status));
    }
    return (state.equals("ready") ? Exit.OK : Exit.NOT_REACHABLE).code();
  }
}
