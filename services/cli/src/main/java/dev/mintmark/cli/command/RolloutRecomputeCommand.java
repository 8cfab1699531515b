package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.rollout.Change;
import dev.mintmark.cli.rollout.Judgement;
import dev.mintmark.cli.rollout.Recomputation;
import dev.mintmark.cli.rollout.Rollout;
import dev.mintmark.cli.rollout.Rollouts;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.terminal.Table;
import dev.mintmark.cli.terminal.Table.Cell;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the verdicts of a rollout again. */
@Command(
    name = "recompute",
    header = "Make a rollout's verdicts again on this machine, and compare them byte for byte.",
    description = {
      "Fetches policy, evidence and verdict of each judgement, checks them against the digests"
          + " that the controller noted when it judged, and judges again.",
      "Exit code 3 when one comes out differently.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark rollout recompute ID",
      "  mintmark rollout recompute ID --judgement 4 --json",
    })
final class RolloutRecomputeCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();

  @Parameters(paramLabel = "ID", description = "As `mintmark rollout list` shows it.")
  private String id = "";

  @Option(
      names = "--judgement",
      paramLabel = "N",
      description = "Only that of change N of `mintmark rollout show` (default: all).")
  private @Nullable Integer only;

  RolloutRecomputeCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    Rollouts rollouts = world.rollouts("viewer", console);
    Rollout rollout = rollouts.find(id);
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("rollout", rollout.id());
    ArrayNode items = json.putArray("judgements");
    Table table =
        new Table().right("#").right("stage").right("look").left("outcome").left("recomputed");
    boolean same = true;
    List<Change> judged = judged(rollout);
    for (Change change : judged) {
      Judgement judgement = change.judgement().orElseThrow();
      Recomputation again = again(rollouts, rollout, change.sequence(), judgement);
      same &= again instanceof Recomputation.Same;
      table.row(
          Integer.toString(change.sequence()),
          Integer.toString(change.stage()),
          Integer.toString(judgement.look()),
          judgement.outcome(),
          cell(again));
      items
          .addObject()
          .put("sequence", change.sequence())
          .put("look", judgement.look())
          .put("outcome", judgement.outcome())
          .put("verdict", judgement.verdict())
          .put("same", again instanceof Recomputation.Same)
          .put("found", again instanceof Recomputation.Different d ? d.found() : null);
    }
    console.result(json);
    if (judged.isEmpty()) {
      console.print("nothing of %s has been judged yet".formatted(rollout.id()));
    } else {
      console.print(table);
    }
    return (same ? Exit.OK : Exit.REFUSED).code();
  }

  /**
   * The changes to judge again.
   *
   * @throws CommandException CLI-082 where the named one carries no judgement
   */
  private List<Change> judged(Rollout rollout) {
    List<Change> judged =
        rollout.changes().stream()
            .filter(change -> change.judgement().isPresent())
            .filter(change -> only == null || change.sequence() == only)
            .toList();
    if (only != null && judged.isEmpty()) {
      throw new CommandException(
          Exit.FAILURE,
          "CLI-082",
          "change %d of %s carries no judgement; `mintmark rollout show` says which do"
              .formatted(only, rollout.id()));
    }
    return judged;
  }

  private static Recomputation again(
      Rollouts rollouts, Rollout rollout, int sequence, Judgement judgement) {
    return Recomputation.of(
        rollout.policy(),
        judgement,
        rollouts.artifact(rollout.id(), sequence, "policy"),
        rollouts.artifact(rollout.id(), sequence, "evidence"),
        rollouts.artifact(rollout.id(), sequence, "verdict"));
  }

  private static Cell cell(Recomputation again) {
    return switch (again) {
      case Recomputation.Same same -> new Cell("same", Style.GOOD);
      case Recomputation.Different different ->
          new Cell("different: " + different.found(), Style.BAD);
    };
  }
}
