package dev.mintmark.cli.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.cli.terminal.Table;

/** What the store has, and why it stays. */
public final class UsageTable {
  private UsageTable() {}

  /** Everything: what stays by its reason, what may go by its kind. */
  public static Table all(JsonNode usage) {
    Table table = table();
    row(table, "named by the log", "", usage.path("log"));
    row(table, "linked or in use", "", usage.path("pointers"));
    row(table, "not named yet", "", usage.path("young"));
    garbage(table, usage);
    return table;
  }

  /** What may go. */
  public static Table garbage(JsonNode usage) {
    return garbage(table(), usage);
  }

  private static Table table() {
    return new Table().left("reason").left("kind").right("artifacts").right("size");
  }

  private static Table garbage(Table table, JsonNode usage) {
    usage
        .path("garbage")
        .properties()
        .forEach(kind -> row(table, "named by nothing", kind.getKey(), kind.getValue()));
    return table;
  }

  private static void row(Table table, String reason, String kind, JsonNode tally) {
    table.row(
        reason,
        kind,
        Long.toString(tally.path("artifacts").asLong()),
        Sizes.format(tally.path("bytes").asLong()));
  }
}
