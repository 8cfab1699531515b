package dev.mintmark.telemetry.clients;

import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.framing.Framing;
import dev.mintmark.kit.framing.SchemaIds;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.kit.run.Supervisor;
import dev.mintmark.kit.run.Work;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** Ids of the schemas of this service's framed topics, asked for until the registry tells. */
@Singleton
public final class FramedTopics {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final List<Topic> TOPICS =
      List.of(
          TopicCatalogue.DEVICE_HEARTBEAT,
          TopicCatalogue.DEVICE_SUMMARIZED,
          TopicCatalogue.FLEET_METRICS);

  private final Map<String, Integer> ids = new ConcurrentHashMap<>();
  private final Optional<URI> registry;
  private final Supervisor supervisor;

  FramedTopics(KitConfig config, Supervisor supervisor) {
    this.registry = config.schemaRegistry();
    this.supervisor = supervisor;
  }

  void start(@Observes StartupEvent event) {
    supervisor.supervise("schema-ids", this::ask);
  }

  private void ask(Work.Control control) throws Exception {
    URI uri =
        registry.orElseThrow(
            () -> new IllegalStateException("mintmark.schema-registry is not set (TEL-020)"));
    SchemaIds schemas = new SchemaIds(uri);
    for (Topic topic : TOPICS) {
      ids.put(topic.name(), schemas.find(topic));
    }
    control.ready();
    while (!control.stopping()) {
      control.pause(LONG);
    }
  }

  /** The id; empty while it is not known. */
  public OptionalInt find(Topic topic) {
    Integer id = ids.get(topic.name());
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** Waits for the id. */
  public int await(Topic topic, Work.Control control) throws InterruptedException {
    while (!control.stopping()) {
      OptionalInt id = find(topic);
      if (id.isPresent()) {
        return id.getAsInt();
      }
      control.pause(SHORT);
    }
    throw new InterruptedException("stopped");
  }

  /**
   * The Avro binary of a framed value.
   *
   * @throws UnreadableException KIT-050 without the frame, KIT-014 for another schema
   */
  public static byte[] unframe(byte[] value, int schemaId) throws UnreadableException {
    int written = Framing.schemaId(value);
    if (written != schemaId) {
      throw new UnreadableException(
          "KIT-014", "it was written with schema " + written + ", this service knows " + schemaId);
    }
    return Framing.unframe(value);
  }
}
