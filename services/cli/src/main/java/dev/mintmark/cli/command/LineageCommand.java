package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.ledger.Ledger;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Table;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds what was made from something. */
@Command(
    name = "lineage",
    header = "Find the releases made from something, and the devices that run them now.",
    description = "Devices are those that said so last; a device says what it claims.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark lineage --dataset sha256:53ab...",
      "  mintmark lineage --firmware 4.20.0 --json | jq -r '.devices[].device'",
    })
final class LineageCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();

  @ArgGroup(multiplicity = "1")
  private Sought sought = new Sought();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "Show so many releases, and devices, at most (default: ${DEFAULT-VALUE}).")
  private int limit;

  LineageCommand(World world) {
    this.world = world;
  }

  /** One of these. */
  static final class Sought {
    @Option(names = "--dataset", paramLabel = "DIGEST", description = "Training data: tree digest.")
    private @Nullable String dataset;

    @Option(names = "--base", paramLabel = "BASE", description = "Base image: scratch or digest.")
    private @Nullable String base;

    @Option(
        names = "--firmware",
        paramLabel = "VALUE",
        description = "Firmware or driver: name, version, or both, e.g. \"hailo8 4.20.0\".")
    private @Nullable String firmware;

    @Option(
        names = "--environment",
        paramLabel = "DIGEST",
        description = "Lock file of the training environment.")
    private @Nullable String environment;

    @Option(names = "--model", paramLabel = "DIGEST", description = "Trained model.")
    private @Nullable String model;

    @Option(names = "--artifact", paramLabel = "DIGEST", description = "Any input of a release.")
    private @Nullable String artifact;

    private JsonNode in(Ledger ledger, int limit) {
      for (Named one : all()) {
        if (one.value() != null) {
          return ledger.lineage(one.kind(), Objects.requireNonNull(one.value()), limit);
        }
      }
      throw new IllegalStateException("the group takes exactly one of its options");
    }

    private List<Named> all() {
      return List.of(
          new Named("dataset", dataset),
          new Named("base", base),
          new Named("firmware", firmware),
          new Named("environment", environment),
          new Named("model", model),
          new Named("artifact", artifact));
    }
  }

  private record Named(String kind, @Nullable String value) {}

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    JsonNode found = sought.in(world.ledger(console), limit);
    console.result(found);
    print(found, console);
    return 0;
  }

  private static void print(JsonNode found, Console console) {
    JsonNode releases = found.path("releases");
    JsonNode devices = found.path("devices");
    console.print(
        "%s %s: %d releases, %d devices"
            .formatted(
                found.path("kind").asText(),
                found.path("value").asText(),
                found.path("releaseCount").asLong(),
                found.path("deviceCount").asLong()));
    if (!releases.isEmpty()) {
      Table table = new Table().left("release").left("state");
      for (JsonNode release : releases) {
        String name = release.path("name").asText() + ":" + release.path("version").asText();
        table.row(name, ReleaseListCommand.state(release.path("state").asText()));
      }
      console.print("");
      console.print(table);
    }
    if (!devices.isEmpty()) {
      Table table =
          new Table()
              .left("device")
              .left("class")
              .left("runs")
              .left("since")
              .left("firmware")
              .left("driver");
      for (JsonNode device : devices) {
        table.row(
            device.path("device").asText(),
            device.path("deviceClass").asText(),
            device.path("release").asText(),
            device.path("since").asText(),
            device.path("firmware").asText("-"),
            device.path("driver").asText("-"));
      }
      console.print("");
      console.print(table);
    }
    int unread = found.path("unreadProfiles").size();
    if (unread > 0 && found.path("kind").asText().equals("firmware")) {
      console.print("");
      console.print(
          "%d target profiles are not in the store: releases for them may be missing here"
              .formatted(unread));
    }
  }
}
