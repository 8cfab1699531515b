package dev.mintmark.cli.topics;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.registry.SchemaRegistration;
import dev.mintmark.topics.registry.SchemaState;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** The schemas of framed topics in a registry. */
public final class Schemas {
  private Schemas() {}

  /**
   * Registers those that are missing.
   *
   * @param registry base of Confluent's API, version 7
   * @throws CommandException CLI-053 for an address that is none, CLI-054 where no registry answers
   */
  public static List<SchemaState> apply(String registry, List<Topic> catalogue) {
    try {
      return new SchemaRegistration(address(registry)).apply(catalogue);
    } catch (IOException e) {
      throw new CommandException(
          Exit.NOT_REACHABLE,
          "CLI-054",
          "cannot register schemas at %s: %s; give the base of an API like Confluent's, e.g."
                  .formatted(registry, e.getMessage() == null ? e : e.getMessage())
              + " http://registry:8081",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(Exit.FAILURE, "CLI-023", "interrupted while waiting", e);
    }
  }

  private static URI address(String text) {
    if (text.matches("https?://[^/?#\\s]+(/[^?#\\s]*)?")) {
      return URI.create(text.replaceAll("/+$", ""));
    }
    throw new CommandException(
        Exit.USAGE,
        "CLI-053",
        "the schema registry '%s' is no address; write http://host:port or http://host:port/path"
            .formatted(text));
  }
}
