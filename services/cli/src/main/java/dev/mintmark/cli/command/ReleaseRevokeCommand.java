package dev.mintmark.cli.command;

import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Style;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Withdraws a release. */
@Command(
    name = "revoke",
    header = "Withdraw a bad release: no door lets it through any more.",
    description = {
      "The registry serves it no more, it cannot be rolled out, an open rollout of it sends its"
          + " devices back, and none goes back to it. Devices that run it keep it until another"
          + " release is rolled out to them. There is no way back: a mended release gets a new"
          + " version.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark release revoke face-detect:v1.0.0 --reason \"misses faces at night\"",
    })
final class ReleaseRevokeCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();

  @Parameters(paramLabel = "NAME:VERSION", description = "e.g. face-detect:v1.0.0")
  private ReleaseName name = new ReleaseName("", "");

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, one line; shown wherever the release is refused.")
  private String reason = "";

  ReleaseRevokeCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    console.result(world.decisions(console).revoke(name.name(), name.version(), reason));
    console.print("%s is %s".formatted(name, console.paint(Style.BAD, "revoked")));
    return 0;
  }
}
