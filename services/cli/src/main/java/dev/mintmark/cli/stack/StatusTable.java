package dev.mintmark.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.terminal.Table;
import dev.mintmark.cli.terminal.Table.Cell;
import java.util.Map;

/** What runs, for people. */
public final class StatusTable {
  private StatusTable() {}

  /**
   * A row for each part and service, and one for all. Kafka and S3 run in the launcher's process,
   * PostgreSQL and the schema registry under it: their memory is what the services do not have.
   */
  public static Table of(JsonNode status) {
    Table table =
        new Table()
            .left("part")
            .left("state")
            .right("pid")
            .right("memory")
            .right("restarts")
            .left("address");
    String launcher = status.path("pid").asText("");
    long services = 0;
    for (JsonNode service : status.path("services")) {
      services += service.path("pssBytes").asLong();
    }
    long total = status.path("pssBytes").asLong();
    Cell up = new Cell("up", Style.GOOD);
    table.row(
        "kafka",
        up,
        launcher,
        Sizes.format(Math.max(0, total - services)),
        "",
        status.at("/kafka/bootstrapServers").asText());
    table.row("s3", up, launcher, "^", "", status.at("/s3/endpoint").asText());
    table.row("postgresql", up, "", "^", "", "127.0.0.1:" + status.at("/postgresql/port").asText());
    table.row("schema-registry", up, "", "^", "", status.at("/schemaRegistry/url").asText());
    for (Map.Entry<String, JsonNode> entry : status.path("services").properties()) {
      service(table, entry.getKey(), entry.getValue());
    }
    return table.row("all", state(status.path("state").asText()), "", Sizes.format(total), "", "");
  }

  private static void service(Table table, String name, JsonNode service) {
    boolean ready = service.path("ready").asBoolean();
    table.row(
        name,
        ready ? new Cell("ready", Style.GOOD) : new Cell("not ready", Style.BAD),
        service.path("pid").asText(),
        Sizes.format(service.path("pssBytes").asLong()),
        service.path("restarts").asText("0"),
        service.path("url").asText());
  }

  private static Cell state(String state) {
    return new Cell(state, state.equals("ready") ? Style.GOOD : Style.BAD);
  }
}
