package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.store.Collections;
import dev.mintmark.cli.store.UsageTable;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Style;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Counts the store. */
@Command(
    name = "usage",
    header = "Count what the store holds, by why it stays; name what is missing.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark store usage",
      "  mintmark store usage --json | jq '.result.usage.garbage'",
    })
final class StoreUsageCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();
  @Mixin private final CollectionOptions options = new CollectionOptions();

  StoreUsageCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    JsonNode view = options.run(world.collections(console), Collections.Mode.USAGE, console);
    console.result(view);
    console.print(UsageTable.all(view.at("/result/usage")));
    for (JsonNode missing : view.at("/result/missing")) {
      console.print(
          "%s %s, which %s names as %s"
              .formatted(
                  console.paint(Style.BAD, "missing:"),
                  missing.path("digest").asText(),
                  missing.path("by").asText(),
                  missing.path("role").asText()));
    }
    return 0;
  }
}
