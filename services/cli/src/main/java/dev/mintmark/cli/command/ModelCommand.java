package dev.mintmark.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Groups what is done with a model's files. */
@Command(
    name = "model",
    header = "Sign a model's files, and verify them, as OpenSSF's model_signing does.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    subcommands = {ModelSignCommand.class, ModelVerifyCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark model sign detector/ --key release.key --signature model.sig",
      "  mintmark model verify detector/ --key release.pub --signature model.sig",
      "  model_signing verify key detector/ --public_key release.pub --signature model.sig",
    })
final class ModelCommand {
  @Mixin private final Common common = new Common();
}
