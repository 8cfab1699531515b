package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mintmark.cli.stack.StackEvents;
import dev.mintmark.cli.terminal.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops the stack. */
@Command(
    name = "down",
    header = "Stop the stack, and whatever a killed one left running.",
    description = "Data stays; the next `mintmark up` goes on with it. Done when nothing runs.",
    footerHeading = "%nExamples:%n",
    footer = "  mintmark down")
final class DownCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();

  DownCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    world.launcher().down(event -> StackEvents.line(event).ifPresent(console::say));
    console.result(JsonNodeFactory.instance.objectNode().put("state", "stopped"));
    return 0;
  }
}
