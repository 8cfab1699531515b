package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.rebuild.DifferenceReport;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Style;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says why a rebuild is not the release. */
@Command(
    name = "diff",
    header = "Show where and why a release came out differently in a rebuild.",
    description = {
      "Down to the place: the file in a layer and its header field or byte range, the node or"
          + " initializer of a model, the path in a JSON document; with the cause where it is a known"
          + " one (docs/rebuild-differences.md).",
      "Exit code 3 when something differs.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark diff face-detect:v1.0.0 rebuild-1",
      "  mintmark diff face-detect:v1.0.0 rebuild-1 --json | jq '.. | .cause? // empty'",
    })
final class DiffCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();

  @Parameters(index = "0", paramLabel = "NAME:VERSION", description = "e.g. face-detect:v1.0.0")
  private ReleaseName release = new ReleaseName("", "");

  @Parameters(
      index = "1",
      paramLabel = "RUN",
      description = "The rebuild, as `mintmark rebuild list` shows it.")
  private String run = "";

  DiffCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    JsonNode report =
        world.rebuilds("viewer", console).report(run, release.name(), release.version());
    console.result(report);
    List<DifferenceReport.Part> parts = DifferenceReport.of(report);
    if (parts.isEmpty()) {
      console.print("%s in %s: every artifact is the same".formatted(release, run));
      return Exit.OK.code();
    }
    for (DifferenceReport.Part part : parts) {
      console.print(
          "%s  %s  %s"
              .formatted(
                  console.paint(Style.STRONG, part.step()),
                  part.role(),
                  console.paint(part.verdict().isGood() ? Style.GOOD : Style.BAD, part.words())));
      part.lines().forEach(line -> console.print("  " + line));
    }
    boolean good = parts.stream().allMatch(part -> part.verdict().isGood());
    return (good ? Exit.OK : Exit.REFUSED).code();
  }
}
