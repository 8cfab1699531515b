package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mintmark.cli.fleet.DeviceTable;
import dev.mintmark.cli.fleet.MetricsTable;
import dev.mintmark.cli.fleet.Telemetry;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.JsonTable;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about the fleet. */
@Command(
    name = "fleet",
    header = "Show the fleet and what it measures, and enrol devices.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark fleet show",
      "  mintmark fleet enrol cpu-amd64 --count 10",
      "  mintmark fleet top --follow",
    })
final class FleetCommand {
  private static final Duration LONG = Duration.ofDays(365);

  private final World world;
  @Mixin private final Common common = new Common();

  FleetCommand(World world) {
    this.world = world;
  }

  @Command(
      name = "list",
      header = "List devices: class, order, and what they say they run.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  mintmark fleet list --class cpu-arm64",
        "  mintmark fleet list --limit 10000 --json | jq '.devices | length'",
      })
  int list(
      @Mixin Common options,
      @Option(names = "--class", paramLabel = "CLASS", description = "Only devices of this class.")
          @Nullable String deviceClass,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "100",
              description = "How many at most (default: ${DEFAULT-VALUE}).")
          int limit) {
    Console console = world.console(options.json());
    ArrayNode devices =
        world
            .fleet("viewer", console)
            .devices(Optional.ofNullable(deviceClass), Math.max(1, limit));
    console.result(JsonNodeFactory.instance.objectNode().set("devices", devices));
    if (devices.isEmpty()) {
      console.print("no device; `mintmark fleet enrol CLASS` makes a token for one");
    } else {
      console.print(DeviceTable.of(devices));
    }
    return 0;
  }

  @Command(
      name = "show",
      header = "Show one device, or how many devices of each class run each release.",
      footerHeading = "%nExamples:%n",
      footer = {"  mintmark fleet show", "  mintmark fleet show device-0001 --json"})
  int show(
      @Mixin Common options,
      @Parameters(paramLabel = "DEVICE", arity = "0..1", description = "Its id.")
          @Nullable String device) {
    Console console = world.console(options.json());
    if (device != null) {
      JsonNode found = world.fleet("viewer", console).device(device);
      console.result(found);
      console.print(JsonTable.ofFields(found));
      return 0;
    }
    JsonNode summary = world.fleet("viewer", console).summary();
    console.result(summary);
    if (JsonTable.rows(summary).iterator().hasNext()) {
      console.print(JsonTable.of(JsonTable.rows(summary)));
    } else {
      console.print("no device; `mintmark fleet enrol CLASS` makes a token for one");
    }
    return 0;
  }

  @Command(
      name = "enrol",
      header = "Make tokens that enrol one device each, and print them, one a line.",
      description = "They are shown this once: the controller keeps only their hashes.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  mintmark fleet enrol cpu-amd64 > token",
        "  mintmark fleet enrol rpi5-hailo8l --count 500 --valid-for P7D --json",
      })
  int enrol(
      @Mixin Common options,
      @Parameters(paramLabel = "CLASS", description = "A target profile, e.g. cpu-amd64.")
          String deviceClass,
      @Option(
              names = "--count",
              paramLabel = "N",
              defaultValue = "1",
              description = "How many (default: ${DEFAULT-VALUE}).")
          int count,
      @Option(
              names = "--valid-for",
              paramLabel = "DURATION",
              defaultValue = "PT1H",
              description = "ISO 8601 (default: ${DEFAULT-VALUE}).")
          Duration validFor) {
    Console console = world.console(options.json());
    JsonNode made = world.fleet("operator", console).enrol(deviceClass, count, validFor);
    console.result(made);
    made.path("tokens").forEach(token -> console.print(token.asText()));
    return 0;
  }

  @Command(
      name = "top",
      header = "Show the latest window of each release and class: latency, errors, CPU.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  mintmark fleet top",
        "  mintmark fleet top --follow            each window as it comes, until Ctrl-C",
      })
  int top(
      @Mixin Common options,
      @Option(
              names = "--follow",
              description = "Show each window as it comes; with --json, one document each.")
          boolean follow) {
    Console console = world.console(options.json());
    Telemetry telemetry = world.telemetry(console);
    if (follow) {
      telemetry.follow(
          LONG,
          window -> {
            console.result(window);
            console.print(MetricsTable.line(window));
          });
      return 0;
    }
    JsonNode windows = telemetry.top();
    console.result(windows);
    if (JsonTable.rows(windows).iterator().hasNext()) {
      console.print(MetricsTable.of(JsonTable.rows(windows)));
    } else {
      console.print("no heartbeat yet");
    }
    return 0;
  }
}
