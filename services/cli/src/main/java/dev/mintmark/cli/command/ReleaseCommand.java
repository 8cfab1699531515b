package dev.mintmark.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Commands about releases. */
@Command(
    name = "release",
    header = "List releases, and show what happened to one.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    subcommands = {ReleaseListCommand.class, ReleaseShowCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {"  mintmark release list", "  mintmark release show face-detect:v1.0.0"})
final class ReleaseCommand {
  @Mixin private final Common common = new Common();
}
