package dev.mintmark.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Groups what is done with one image. */
@Command(
    name = "image",
    header = "Check, export and run one image.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    subcommands = {ImageVerifyCommand.class, ImageExportCommand.class, ImageRunCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark image verify face-detect-server:v1.0.0",
      "  mintmark image export vision/face-detect-server@sha256:... image.tar --format docker",
      "  mintmark image run face-detect-server:v1.0.0 --target cpu-amd64",
    })
final class ImageCommand {
  @Mixin private final Common common = new Common();
}
