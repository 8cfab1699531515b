package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.stack.LauncherRun;
import dev.mintmark.cli.stack.StackEvents;
import dev.mintmark.cli.terminal.Console;
import java.util.function.Supplier;

/** A running stack: the one that is there, or one that is started and, unless kept, stopped. */
final class StackForDemo {
  private StackForDemo() {}

  /**
   * Does the work while a stack runs.
   *
   * @param keep whether one that is started here outlives the command
   */
  static <T> T during(World world, Console console, boolean keep, Supplier<T> work) {
    if (world.services().stackIsReady()) {
      console.say("using the stack that runs in " + world.home().root());
      return work.get();
    }
    if (world.services().stackRuns()) {
      throw new CommandException(
          Exit.NOT_REACHABLE,
          "CLI-035",
          "a stack in %s is starting or stopping; wait until `mintmark status` says ready"
              .formatted(world.home().root()));
    }
    LauncherRun run =
        world.launcher().up(keep, event -> StackEvents.line(event).ifPresent(console::say));
    if (keep) {
      run.awaitUp();
      return work.get();
    }
    Runtime.getRuntime().addShutdownHook(new Thread(run::stop, "stop"));
    try {
      run.awaitUp();
      return work.get();
    } finally {
      run.stop();
    }
  }
}
