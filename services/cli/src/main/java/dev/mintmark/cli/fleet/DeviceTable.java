package dev.mintmark.cli.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.terminal.Table;
import dev.mintmark.cli.terminal.Table.Cell;

/** Devices as rows: what each was ordered to run, and what it says. */
public final class DeviceTable {
  private DeviceTable() {}

  /** One row for each device. */
  public static Table of(Iterable<JsonNode> devices) {
    Table table =
        new Table()
            .left("device")
            .left("class")
            .left("progress")
            .left("ordered")
            .left("says it runs")
            .left("last poll")
            .left("code");
    for (JsonNode device : devices) {
      table.row(
          device.path("device").asText(),
          device.path("deviceClass").asText(),
          progress(device.path("progress").asText("-")),
          device.at("/order/release").asText("-"),
          device.at("/running/release").asText("-"),
          device.path("lastPoll").asText("-"),
          device.at("/order/report/code").asText("-"));
    }
    return table;
  }

  private static Cell progress(String word) {
    return new Cell(
        word,
        switch (word) {
          case "running" -> Style.GOOD;
          case "deviating", "smoke-failed", "refused", "rolled-back" -> Style.BAD;
          default -> Style.FAINT;
        });
  }
}
