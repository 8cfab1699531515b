package dev.mintmark.cli.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.terminal.Table;
import java.time.Instant;
import java.util.Locale;

/** Windows of {@code fleet.metrics} as rows. */
public final class MetricsTable {
  private MetricsTable() {}

  /** One row for each window. */
  public static Table of(Iterable<JsonNode> windows) {
    Table table =
        new Table()
            .left("release")
            .left("class")
            .left("window")
            .right("heartbeats")
            .right("requests")
            .right("errors")
            .right("cpu")
            .right("p50")
            .right("p90")
            .right("p99");
    windows.forEach(window -> row(table, window));
    return table;
  }

  /** One window on a line without headings. */
  public static String line(JsonNode window) {
    return String.format(
        Locale.ROOT,
        "%s  %-24s %-12s %6d heartbeats  errors %s  p50 %9s  p99 %9s",
        start(window),
        window.path("release").asText(),
        window.path("deviceClass").asText(),
        window.path("heartbeats").asInt(),
        errors(window),
        millis(window, "latencyP50Micros"),
        millis(window, "latencyP99Micros"));
  }

  private static void row(Table table, JsonNode window) {
    table.row(
        window.path("release").asText(),
        window.path("deviceClass").asText(),
        start(window) + " + " + window.path("windowMillis").asInt() / 1000 + " s",
        window.path("heartbeats").asText(),
        window.path("requests").asText(),
        errors(window),
        cpu(window),
        millis(window, "latencyP50Micros"),
        millis(window, "latencyP90Micros"),
        millis(window, "latencyP99Micros"));
  }

  private static Instant start(JsonNode window) {
    return Instant.ofEpochMilli(window.path("windowStart").asLong());
  }

  private static String errors(JsonNode window) {
    long requests = window.path("requests").asLong();
    return requests == 0
        ? "-"
        : String.format(Locale.ROOT, "%.2f %%", 100.0 * window.path("errors").asLong() / requests);
  }

  /** Mean over the devices, in cores. */
  private static String cpu(JsonNode window) {
    int heartbeats = window.path("heartbeats").asInt();
    return heartbeats == 0
        ? "-"
        : String.format(
            Locale.ROOT, "%.2f", window.path("cpuPermille").asLong() / 1000.0 / heartbeats);
  }

  private static String millis(JsonNode window, String field) {
    return String.format(Locale.ROOT, "%.2f ms", window.path(field).asDouble() / 1000);
  }
}
