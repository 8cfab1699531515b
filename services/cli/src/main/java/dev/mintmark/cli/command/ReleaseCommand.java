package dev.mintmark.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Commands about releases. */
@Command(
    name = "release",
    header = "List releases, show what happened to one, withdraw a bad one.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    subcommands = {ReleaseListCommand.class, ReleaseShowCommand.class, ReleaseRevokeCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark release list",
      "  mintmark release show face-detect:v1.0.0",
      "  mintmark release revoke face-detect:v1.0.0 --reason \"misses faces at night\""
    })
final class ReleaseCommand {
  @Mixin private final Common common = new Common();
}
