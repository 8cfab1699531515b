package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.rebuild.Ordered;
import dev.mintmark.cli.rebuild.RebuildRun;
import dev.mintmark.cli.rebuild.Rebuilds;
import dev.mintmark.cli.rebuild.RebuiltRelease;
import dev.mintmark.cli.rebuild.VerdictTable;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes releases again. */
@Command(
    name = "rebuild",
    header = "Make releases again from their inputs, and prove that every byte is the same.",
    description = {
      "Replays the recorded requests. Every step works again in a process of its own that cannot"
          + " read what is recorded, as the very toolchain that made the release. The ledger compares"
          + " both sides, artifact by artifact; the verdict is signed and kept beside the image.",
      "Exit code 0 only when all is IDENTICAL, or EQUIVALENT by a documented rule; 3 when not.",
    },
    subcommands = {RebuildListCommand.class, RebuildShowCommand.class},
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark rebuild face-detect:v1.0.0",
      "  mintmark rebuild --all --since 2026-01-01",
      "  mintmark rebuild face-detect:v1.0.0 --current          as the steps are now",
      "  mintmark rebuild face-detect:v1.0.0 --json | jq '.rebuilds[].releases[].outcome'",
      "  mintmark rebuild show rebuild-1",
    })
final class RebuildCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();
  @Mixin private final RebuildWatch watch = new RebuildWatch();
  @Mixin private final ReleaseChoice choice = new ReleaseChoice();

  @Parameters(
      paramLabel = "NAME:VERSION",
      arity = "0..*",
      description = "Published releases, e.g. face-detect:v1.0.0")
  private List<ReleaseName> releases = new ArrayList<>();

  @Option(
      names = "--current",
      description = "Run the steps as they are now, not as they were when the release was made.")
  private boolean current;

  RebuildCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    List<String> wanted = choice.choose(releases, () -> world.ledger(console));
    Rebuilds rebuilds = world.rebuilds("operator", console);
    List<RebuildRun> runs = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (Ordered ordered : rebuilds.order(wanted, current)) {
      console.say(
          "%s: %s"
              .formatted(
                  console.paint(Style.STRONG, ordered.run()),
                  ordered.releases().size() == 1
                      ? ordered.releases().getFirst()
                      : ordered.releases().size() + " releases"));
      watch.run(world.launcher(), ordered, current, console);
      RebuildRun run = rebuilds.find(ordered.run());
      runs.add(run);
      open.addAll(ordered.releases().stream().filter(release -> !run.isJudged(release)).toList());
    }
    return report(runs, open, console).code();
  }

  private static Exit report(List<RebuildRun> runs, List<String> open, Console console) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("rebuilds");
    runs.forEach(run -> items.add(run.json()));
    console.result(json);
    runs.forEach(run -> print(run, console));
    if (!open.isEmpty()) {
      throw new CommandException(
          Exit.FAILURE,
          "CLI-092",
          "the rebuild has ended early: nobody has judged %s; the logs of its steps, logs/rebuild-*.log of the stack's folder, say why"
              .formatted(String.join(", ", open)));
    }
    return runs.stream().allMatch(RebuildRun::isGood) ? Exit.OK : Exit.REFUSED;
  }

  /** Every artifact of one release; of many only what is not as it was. */
  static void print(RebuildRun run, Console console) {
    boolean one = run.releases().size() == 1;
    if (!one) {
      console.print(VerdictTable.releases(run));
    }
    for (RebuiltRelease release : run.releases()) {
      if (!release.rows().isEmpty() && (one || !release.isGood())) {
        console.print("");
        console.print(
            VerdictTable.artifacts(
                one
                    ? release.rows()
                    : release.rows().stream().filter(row -> !row.verdict().isGood()).toList()));
        console.print("");
      }
      if (one || !release.isGood()) {
        console.print(
            console.paint(
                release.isGood() ? Style.GOOD : Style.BAD,
                VerdictTable.summary(run.run(), release)));
      }
    }
    if (!one) {
      console.print(
          "%s: %d of %d releases made again"
              .formatted(
                  run.run(),
                  run.releases().stream().filter(RebuiltRelease::isGood).count(),
                  run.releases().size()));
    }
  }
}
