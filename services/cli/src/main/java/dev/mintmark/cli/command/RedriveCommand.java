package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.ledger.Ledger;
import dev.mintmark.cli.ledger.Release;
import dev.mintmark.cli.redrive.Asked;
import dev.mintmark.cli.redrive.Redrive;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Table;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Hands recorded events off again. */
@Command(
    name = "redrive",
    header = "Hand recorded events off again, after what was wrong with them is mended.",
    description = {
      "For a release that was rejected by a fault which is mended now, and for dead letters"
          + " (TOPIC.dlq). An event that was answered, or that its step has not worked on yet, is"
          + " refused: nothing is handed off twice. All that are asked for are written, or none.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark release show face-detect:v1.0.0     # topic, partition and offset of each hand-off",
      "  mintmark redrive --topic mintmark.image.built.v1 --partition 3 --from 17 --dry-run",
      "  mintmark redrive --topic mintmark.build.requested.v1.dlq --partition 0 --from 0 --to 4",
    })
final class RedriveCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();

  @Option(
      names = "--topic",
      required = true,
      paramLabel = "TOPIC",
      description = "Where they stand.")
  private String topic = "";

  @Option(names = "--partition", required = true, paramLabel = "N", description = "Its partition.")
  private int partition;

  @Option(names = "--from", required = true, paramLabel = "OFFSET", description = "The first one.")
  private long from;

  @Option(names = "--to", paramLabel = "OFFSET", description = "The last one (default: the first).")
  private @Nullable Long to;

  @Option(names = "--dry-run", description = "Check only; write nothing.")
  private boolean dryRun;

  RedriveCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    Asked asked = Asked.of(topic, partition, from, to == null ? from : to);
    Ledger ledger = world.ledger(console);
    Redrive redrive =
        new Redrive(
            world.services().kafka(null),
            release -> {
              int colon = release.indexOf(':');
              return colon < 0
                  ? java.util.Optional.empty()
                  : ledger
                      .find(release.substring(0, colon), release.substring(colon + 1))
                      .map(Release::json);
            });
    print(redrive.run(asked, !dryRun), console);
    return 0;
  }

  private void print(List<Redrive.Driven> driven, Console console) {
    Table table = new Table().left("from").left("release").left("event");
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("written", !dryRun);
    ArrayNode records = json.putArray("records");
    for (Redrive.Driven one : driven) {
      table.row(one.position(), one.release(), one.id());
      records
          .addObject()
          .put("from", one.position())
          .put("release", one.release())
          .put("event", one.id());
    }
    console.result(json);
    console.print(table);
    console.print(
        dryRun
            ? "%d would be handed off again".formatted(driven.size())
            : "%d handed off again".formatted(driven.size()));
  }
}
