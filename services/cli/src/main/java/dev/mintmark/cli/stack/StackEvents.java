package dev.mintmark.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.terminal.Sizes;
import java.util.Locale;
import java.util.Optional;

/** The launcher's events in words. */
public final class StackEvents {
  private StackEvents() {}

  /** A line for people; empty for an event that says nothing to them. */
  public static Optional<String> line(JsonNode event) {
    return Optional.ofNullable(
        switch (event.path("event").asText()) {
          case "starting" -> "starting the stack in " + event.path("home").asText();
          case "orphans-ended" ->
              "ended " + event.path("count").asInt() + " processes that a killed stack left";
          case "ready" ->
              String.format(
                  Locale.ROOT,
                  "  %-20s ready %9s",
                  event.path("part").asText(),
                  Sizes.millis(event.path("millis").asLong()));
          case "up" -> "stack ready after " + Sizes.millis(event.path("millis").asLong());
          case "ended" ->
              "  %-20s ended with exit code %d, started again in %s"
                  .formatted(
                      event.path("part").asText(),
                      event.path("exitCode").asInt(),
                      Sizes.millis(event.path("restartInMillis").asLong()));
          case "stopping" -> "stopping the stack";
          case "stopped" ->
              event.path("was").asText().equals("absent") ? "no stack was there" : "stack stopped";
          default -> null;
        });
  }
}
