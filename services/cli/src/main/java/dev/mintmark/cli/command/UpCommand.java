package dev.mintmark.cli.command;

import dev.mintmark.cli.stack.LauncherRun;
import dev.mintmark.cli.stack.StackEvents;
import dev.mintmark.cli.terminal.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the stack. */
@Command(
    name = "up",
    header = "Start Kafka, S3, PostgreSQL and every service on this machine.",
    description =
        "Stays until Ctrl-C, which stops everything; a service that dies is started again. Data,"
            + " keys and tokens are in MINTMARK_HOME (default: .mintmark in the checkout).",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark up                                  stay, stop with Ctrl-C",
      "  mintmark up --detach                         come back when everything is ready",
      "  MINTMARK_HOME=/tmp/line mintmark up -d       another line beside the first",
    })
final class UpCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();

  @Option(
      names = {"-d", "--detach"},
      description = "Come back when everything is ready, and leave it running.")
  private boolean detach;

  UpCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    LauncherRun run =
        world.launcher().up(detach, event -> StackEvents.line(event).ifPresent(console::say));
    if (!detach) {
      Runtime.getRuntime().addShutdownHook(new Thread(run::stop, "stop"));
    }
    run.awaitUp();
    world.home().state().ifPresent(console::result);
    run.awaitEnd();
    return 0;
  }
}
