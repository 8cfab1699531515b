package dev.mintmark.launcher.topics;

import dev.mintmark.embedded.StackException;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.registry.SchemaRegistration;
import dev.mintmark.topics.registry.SchemaState;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Registers the schemas of the catalogue's framed topics. */
public final class SchemaSetup {
  private SchemaSetup() {}

  /**
   * @param registry base of Confluent's API
   * @throws StackException STK-025 where a schema in this home's registry is one that this build
   *     cannot follow
   */
  public static void apply(URI registry, List<Topic> catalogue)
      throws IOException, InterruptedException {
    for (SchemaState state : new SchemaRegistration(registry).apply(catalogue)) {
      if (state instanceof SchemaState.Refused refused) {
        throw new StackException(
            "STK-025",
            "the schema registry refuses this build's schema of "
                + refused.topic().name()
                + ": "
                + refused.found()
                + "; use the build that this home was made with, a later one, or a new home");
      }
    }
  }
}
