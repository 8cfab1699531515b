package dev.mintmark.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Commands about the artifact store. */
@Command(
    name = "store",
    header = "Show what the artifact store holds, and collect what nothing names any more.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    subcommands = {StoreUsageCommand.class, StoreGcCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark store usage",
      "  mintmark store gc                              what would go",
      "  mintmark store gc --delete",
    })
final class StoreCommand {
  @Mixin private final Common common = new Common();
}
