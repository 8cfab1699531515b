package dev.mintmark.kit.handoff;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.kit.Run;
import dev.mintmark.topics.Topic;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads records of one topic; whatever is wrong with one is said with a code. A record of another
 * run does not belong on the topic, unless the reader is one of rebuilds.
 */
public final class EventReader<I extends SpecificRecord> {
  private final Topic topic;
  private final EventVersions<I> versions;
  private final Predicate<String> runs;

  /** Reads what belongs to the line. */
  public EventReader(Topic topic) {
    this(topic, EventHeaders.LIVE::equals);
  }

  private EventReader(Topic topic, Predicate<String> runs) {
    this.topic = topic;
    this.runs = runs;
    // Not the shared instance: in a test's class loader it finds another copy of the class.
    this.versions = EventVersions.of(topic);
  }

  /** Reads what belongs to one run. */
  public static <I extends SpecificRecord> EventReader<I> of(Topic topic, Run run) {
    return new EventReader<>(topic, run.id()::equals);
  }

  /** Reads what belongs to any rebuild. */
  public static <I extends SpecificRecord> EventReader<I> ofRebuilds(Topic topic) {
    return new EventReader<>(topic, Run::isRebuild);
  }

  /** An event and its id. */
  public record Read<I extends SpecificRecord>(Incoming<I> incoming, String id) {}

  /**
   * Reads a record.
   *
   * @throws UnreadableException KIT-010 to KIT-018: it can never be read
   */
  public Read<I> read(ConsumerRecord<byte[], byte[]> message) throws UnreadableException {
    String run =
        EventHeaders.text(message.headers(), EventHeaders.RUN)
            .orElseThrow(() ->
                new UnreadableException(
                    "KIT-012", "the header " + EventHeaders.RUN + " is missing"));
    if (!runs.test(run)) {
      throw new UnreadableException(
          "KIT-013", "run '" + run + "' does not belong on " + topic.name());
    }
    if (message.value() == null) {
      throw new UnreadableException("KIT-011", "the record has no value");
    }
    I event = versions.read(message.value(), message.headers());
    ReleaseId release = release(event);
    checkKey(message, release);
    Optional<Position> first = redriven(message);
    Position position =
        first.orElseGet(() -> new Position(message.topic(), message.partition(), message.offset()));
    return new Read<>(
        new Incoming<>(event, Digest.of(message.value()), release, position, run),
        event instanceof BuildRequested && first.isEmpty()
            ? EventHeaders.firstId(message.value(), run)
            : id(message));
  }

  /** Where the record stood first; empty for one that was not redriven. */
  private static Optional<Position> redriven(ConsumerRecord<byte[], byte[]> message)
      throws UnreadableException {
    try {
      return EventHeaders.text(message.headers(), EventHeaders.REDRIVEN).map(Position::parse);
    } catch (IllegalArgumentException e) {
      throw new UnreadableException(
          "KIT-018", "the header " + EventHeaders.REDRIVEN + ": " + e.getMessage());
    }
  }

  private static ReleaseId release(SpecificRecord event) throws UnreadableException {
    try {
      if (event instanceof BuildRequested request) {
        return new ReleaseId(request.getName(), request.getVersion());
      }
      Object link = event.get(event.getSchema().getField("handOff").pos());
      return ReleaseId.of((dev.mintmark.events.common.v1.HandOff) link);
    } catch (IllegalArgumentException e) {
      throw new UnreadableException("KIT-015", String.valueOf(e.getMessage()));
    }
  }

  private static void checkKey(ConsumerRecord<byte[], byte[]> message, ReleaseId release)
      throws UnreadableException {
    byte[] key = message.key();
    if (key == null
        || !release.toString().equals(new String(key, java.nio.charset.StandardCharsets.UTF_8))) {
      throw new UnreadableException("KIT-016", "the record's key is not its release, " + release);
    }
  }

  private static String id(ConsumerRecord<byte[], byte[]> message) throws UnreadableException {
    return EventHeaders.id(message.headers())
        .orElseThrow(() ->
            new UnreadableException(
                "KIT-017", "the header " + EventHeaders.ID + " is missing, or is no id"));
  }
}
