package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.store.Collections;
import dev.mintmark.cli.store.UsageTable;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Sizes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Collects garbage. */
@Command(
    name = "gc",
    header = "Remove artifacts that nothing names; without --delete only say which.",
    description = {
      "Whatever a record of the log names stays, with all that it names in turn: releases, refused"
          + " builds, their inputs, toolchains, rollouts, verdicts. So does what the registry links."
          + " Nothing goes while that cannot be told for sure: exit code 3 says why.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark store gc",
      "  mintmark store gc --delete --older-than 30d",
      "  mintmark store gc --delete --json | jq '.result.reports'",
    })
final class StoreGcCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();
  @Mixin private final CollectionOptions options = new CollectionOptions();

  @Option(names = "--delete", description = "Remove them.")
  private boolean delete;

  StoreGcCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    Collections.Mode mode = delete ? Collections.Mode.DELETE : Collections.Mode.PLAN;
    JsonNode view = options.run(world.collections(console), mode, console);
    console.result(view);
    JsonNode result = view.path("result");
    JsonNode garbage = result.at("/usage/garbage");
    if (garbage.isEmpty()) {
      console.print("nothing to collect");
      return 0;
    }
    console.print(UsageTable.garbage(result.path("usage")));
    console.print(delete ? removed(result) : planned(garbage));
    result.path("reports").forEach(list -> console.print("listed in " + list.asText()));
    return 0;
  }

  private static String planned(JsonNode garbage) {
    long artifacts = 0;
    long bytes = 0;
    for (JsonNode kind : garbage) {
      artifacts += kind.path("artifacts").asLong();
      bytes += kind.path("bytes").asLong();
    }
    return "%d artifacts, %s would go; nothing was removed: --delete removes them"
        .formatted(artifacts, Sizes.format(bytes));
  }

  private static String removed(JsonNode result) {
    long spared = result.at("/spared/artifacts").asLong();
    return "%d artifacts, %s removed%s"
        .formatted(
            result.at("/removed/artifacts").asLong(),
            Sizes.format(result.at("/removed/bytes").asLong()),
            spared == 0 ? "" : "; " + spared + " were used again meanwhile, and stay");
  }
}
