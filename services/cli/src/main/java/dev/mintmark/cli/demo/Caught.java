package dev.mintmark.cli.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.build.BuildResult;
import dev.mintmark.cli.measure.Machine;
import dev.mintmark.cli.rollout.Change;
import dev.mintmark.cli.rollout.Rollout;
import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.terminal.Table;
import dev.mintmark.cli.terminal.Table.Cell;
import java.time.Duration;
import java.util.Optional;

/** A release that passed the line's gates and was caught by the fleet's. */
public record Caught(BuildResult build, Rollout rollout, Machine machine) implements Shown {
  @Override
  public Table table() {
    Table table = new Table().left("").left("");
    table.row("release", build.id() + ", the same model in a slower variant");
    table.row("accuracy gate", "passed");
    table.row("canary", new Cell("caught: " + reason(), Style.GOOD));
    table.row(
        "rolled back",
        "to %s, %d devices, ordered %s after the stage had settled"
            .formatted(
                rollout.baseline().orElse("nothing"),
                rollout.devices(),
                Sizes.millis(soaked().toMillis())));
    table.row("rollout", rollout.id());
    table.row("machine", machine);
    return table;
  }

  @Override
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("release", build.id());
    json.put("caught", rollout.state().equals("ROLLED_BACK"));
    json.put("reason", reason());
    json.put("settledToRollBackOrderMillis", soaked().toMillis());
    json.set("rollout", rollout.json().deepCopy());
    json.set("machine", machine.json());
    return json;
  }

  private String reason() {
    return change("ROLLING_BACK").map(Change::reason).orElse("");
  }

  /** From the first heartbeats that can prove anything to the first order to go back. */
  private Duration soaked() {
    Optional<Change> settled = change("SOAKING");
    Optional<Change> ordered = change("ROLLING_BACK");
    return settled.isPresent() && ordered.isPresent()
        ? Duration.between(settled.get().time(), ordered.get().time())
        : Duration.ZERO;
  }

  /** The change into a state. */
  private Optional<Change> change(String state) {
    return rollout.changes().stream()
        .filter(change -> change.to().equals(state) && !change.from().equals(state))
        .reduce((first, last) -> last);
  }
}
