package dev.mintmark.cli.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.terminal.Sizes;
import java.util.Optional;

/** What a rebuild's launcher tells, in words. */
public final class RebuildEvents {
  private RebuildEvents() {}

  /**
   * A line for people; empty for an event that says nothing to them.
   *
   * @param each whether every release is told, not only that its steps work
   */
  public static Optional<String> line(JsonNode event, boolean each) {
    return Optional.ofNullable(
        switch (event.path("event").asText()) {
          case "starting" -> "starting the steps of " + event.path("run").asText();
          case "toolchain" -> toolchain(event);
          case "toolchain-gone" ->
              "  %-20s its recorded toolchain is gone (%s is not in the store): the present one runs"
                  .formatted(event.path("step").asText(), event.path("missing").asText());
          case "toolchain-too-old" ->
              "  %-20s its recorded toolchain is from before Kafka asked for a password: the present one runs"
                  .formatted(event.path("step").asText());
          case "up" -> "steps ready after " + Sizes.millis(event.path("millis").asLong());
          case "ended" ->
              "  %-20s ended with exit code %d, started again in %s"
                  .formatted(
                      event.path("part").asText(),
                      event.path("exitCode").asInt(),
                      Sizes.millis(event.path("restartInMillis").asLong()));
          case "release" -> each ? release(event) : null;
          default -> null;
        });
  }

  /** Whether the event says that a release is judged. */
  public static boolean judges(JsonNode event) {
    return event.path("event").asText().equals("release")
        && event.path("state").asText().equals("judged");
  }

  private static String toolchain(JsonNode event) {
    int fetched = event.path("fetched").asInt();
    return "  %-20s %s toolchain %s, Java %s%s"
        .formatted(
            event.path("step").asText(),
            event.path("source").asText(),
            shorten(event.path("distribution").asText()),
            event.path("java").asText(),
            fetched == 0 ? "" : ", " + fetched + " files fetched");
  }

  private static String release(JsonNode event) {
    String outcome = event.path("outcome").asText("");
    return "  %-20s %s%s"
        .formatted(
            event.path("release").asText(),
            event.path("state").asText(),
            outcome.isEmpty() ? "" : ": " + outcome);
  }

  private static String shorten(String digest) {
    return digest.substring(0, Math.min(digest.length(), "sha256:".length() + 12));
  }
}
