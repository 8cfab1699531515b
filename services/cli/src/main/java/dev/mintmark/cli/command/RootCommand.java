package dev.mintmark.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mintmark} itself. */
@Command(
    name = "mintmark",
    header = "Turns a trained model into a signed, reproducible edge release.",
    synopsisHeading = "%nUsage: ",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    versionProvider = VersionProvider.class,
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      VendorCommand.class,
      QuantizeCommand.class,
      BuildCommand.class,
      ReleaseCommand.class,
      RebuildCommand.class,
      DiffCommand.class,
      RolloutCommand.class,
      FleetCommand.class,
      LineageCommand.class,
      VerifyCommand.class,
      SbomCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      ImageCommand.class,
      ModelCommand.class,
      KeysCommand.class,
      TopicsCommand.class,
      LogCommand.class,
      RedriveCommand.class,
      StoreCommand.class,
      BenchCommand.class,
      CompletionCommand.class,
    },
    exitCodeListHeading = "%nExit codes of every command:%n",
    exitCodeList = {
      "0:done",
      "1:failed: the message says what was tried and what to do",
      "2:wrong option, argument or release file; nothing was started",
      "3:refused: a release was rejected, rolled back or not made again, or something did not verify",
      "4:a service or the broker cannot be reached",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark demo                                  a real release, from model to device",
      "  mintmark up --detach && mintmark status        the line on this machine",
      "  mintmark vendor -f release.yaml                packages and base, fetched and checked",
      "  mintmark build -f release.yaml --inputs in/    a release of your own",
      "  mintmark release show face-detect:v1.0.0       every hand-off of it",
      "  mintmark rebuild face-detect:v1.0.0            from its inputs again, byte for byte",
      "  mintmark rollout start face-detect:v1.0.0      to the fleet, by stages, on evidence",
      "",
      "Environment: MINTMARK_HOME (the stack's folder), MINTMARK_TOKEN and MINTMARK_<SERVICE>_URL",
      "(another line than this machine's), NO_COLOR.",
    })
public final class RootCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  private boolean version;
}
