package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.ledger.HandOff;
import dev.mintmark.cli.ledger.HandOffLine;
import dev.mintmark.cli.ledger.Ledger;
import dev.mintmark.cli.ledger.Release;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a release. */
@Command(
    name = "show",
    header = "Show every hand-off of a release: where it stands in the log, and its artifacts.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark release show face-detect:v1.0.0",
      "  mintmark release show face-detect:v1.0.0 --json | jq -r .index",
    })
final class ReleaseShowCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();

  @Parameters(paramLabel = "NAME:VERSION", description = "e.g. face-detect:v1.0.0")
  private ReleaseName name = new ReleaseName("", "");

  @Option(
      names = "--all",
      description = "Also the list of objects for the registry, which repeats what stands above.")
  private boolean all;

  ReleaseShowCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    Ledger ledger = world.ledger(console);
    Release release =
        ledger
            .find(name.name(), name.version())
            .orElseThrow(() ->
                new CommandException(
                    Exit.FAILURE,
                    "CLI-026",
                    "the ledger has no record of %s; `mintmark release list` shows those it has"
                        .formatted(name)));
    KnownTargets targets = KnownTargets.of(ledger, release);
    console.result(Documents.withTargets(release.json(), targets));
    print(release, targets, console);
    return 0;
  }

  private void print(Release release, KnownTargets targets, Console console) {
    console.print(
        console.paint(Style.STRONG, release.id())
            + "  "
            + console.paint(
                release.rejection().isEmpty() && release.revocation().isEmpty()
                    ? Style.GOOD
                    : Style.BAD,
                release.state()));
    release.repository().ifPresent(text -> console.print("repository  " + text));
    release.index().ifPresent(text -> console.print("index       " + text));
    release
        .rejection()
        .ifPresent(why ->
            console.print(
                "refused by  %s: %s: %s; %s (%s)"
                    .formatted(why.step(), why.subject(), why.found(), why.advice(), why.code())));
    release.revocation().ifPresent(why -> console.print("revoked     " + why));
    for (Release.Drift drift : release.trainingDrift()) {
      console.print(
          console.paint(
              Style.BAD,
              "drift       the same training gave %s the model %s"
                  .formatted(drift.release(), HandOffLine.shorten(drift.model()))));
    }
    targets.print(console);
    for (HandOff handOff : release.handOffs()) {
      console.print("");
      console.print(
          "%s  by %s  %s"
              .formatted(
                  console.paint(Style.STRONG, handOff.topic()), handOff.step(), handOff.time()));
      console.print(
          "  partition %d  offset %d  event %s"
              .formatted(handOff.partition(), handOff.offset(), handOff.eventId()));
      artifacts(handOff, console);
    }
  }

  private void artifacts(HandOff handOff, Console console) {
    Table table = new Table().left("").left("").right("").left("");
    int left = 0;
    for (HandOff.ArtifactUse use : handOff.artifacts()) {
      if (all || !use.role().startsWith("objects[")) {
        table.row(use.role(), use.digest(), Sizes.format(use.size()), use.mediaType());
      } else {
        left++;
      }
    }
    table.lines().forEach(line -> console.print("  " + line));
    if (left > 0) {
      console.print("  and %d objects for the registry; --all lists them".formatted(left));
    }
  }
}
