package dev.mintmark.cli.command;

import dev.mintmark.cli.rollout.Rollout;
import dev.mintmark.cli.terminal.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Commands about rollouts; those that only tell the controller what to do are here. */
@Command(
    name = "rollout",
    header = "Bring a release to the fleet by stages, and watch or steer how it goes.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    subcommands = {
      RolloutStartCommand.class,
      RolloutShowCommand.class,
      RolloutListCommand.class,
      RolloutRecomputeCommand.class,
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark rollout start face-detect:v1.0.1 --follow",
      "  mintmark rollout list",
      "  mintmark rollout rollback ID",
    })
final class RolloutCommand {
  private final World world;
  @Mixin private final Common common = new Common();

  RolloutCommand(World world) {
    this.world = world;
  }

  @Command(
      name = "approve",
      header = "Let the next stage begin, or have a held stage judged again.",
      footerHeading = "%nExamples:%n",
      footer = "  mintmark rollout approve ID")
  int approve(@Mixin Common options, @Parameters(paramLabel = "ID") String id) {
    return order(options, id, "approve");
  }

  @Command(
      name = "pause",
      header = "Give no more orders and judge nothing until it is resumed.",
      footerHeading = "%nExamples:%n",
      footer = "  mintmark rollout pause ID")
  int pause(@Mixin Common options, @Parameters(paramLabel = "ID") String id) {
    return order(options, id, "pause");
  }

  @Command(
      name = "resume",
      header = "Go on where it was paused.",
      footerHeading = "%nExamples:%n",
      footer = "  mintmark rollout resume ID")
  int resume(@Mixin Common options, @Parameters(paramLabel = "ID") String id) {
    return order(options, id, "resume");
  }

  @Command(
      name = "abort",
      header = "End it; devices stay as they are.",
      footerHeading = "%nExamples:%n",
      footer = "  mintmark rollout abort ID")
  int abort(@Mixin Common options, @Parameters(paramLabel = "ID") String id) {
    return order(options, id, "abort");
  }

  @Command(
      name = "rollback",
      header = "Send its devices back to the release that they ran before, by digest.",
      footerHeading = "%nExamples:%n",
      footer = "  mintmark rollout rollback ID")
  int rollback(@Mixin Common options, @Parameters(paramLabel = "ID") String id) {
    return order(options, id, "rollback");
  }

  private int order(Common options, String id, String order) {
    Console console = world.console(options.json());
    Rollout after = world.rollouts("operator", console).order(id, order);
    console.result(after.json());
    console.print(
        "%s is %s now"
            .formatted(after.id(), console.paint(Rollout.style(after.state()), after.state())));
    return 0;
  }
}
