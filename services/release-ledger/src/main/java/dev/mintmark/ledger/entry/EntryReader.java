package dev.mintmark.ledger.entry;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.handoff.EventReader;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.ledger.entry.Entry.DeadEntry;
import dev.mintmark.ledger.entry.Entry.HandOffEntry;
import dev.mintmark.topics.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads records by the rule of every step ({@link EventReader}), so that what a step worked on is
 * in the ledger and what it refused to read is a {@link DeadEntry}.
 */
public final class EntryReader {
  private static final int LONGEST_ID = 128;
  private static final int LONGEST_REASON = 1000;

  private final Map<String, Source> sources = new HashMap<>();

  private record Source(Stage stage, EventReader<SpecificRecord> reader) {}

  /** Reads records of these topics. */
  public EntryReader(List<Topic> topics) {
    for (Topic topic : topics) {
      sources.put(topic.name(), new Source(Stage.of(topic), new EventReader<>(topic)));
    }
  }

  /**
   * What is kept of the record. Never fails for what a record holds.
   *
   * @throws IllegalArgumentException for a record of another topic
   */
  public Entry read(ConsumerRecord<byte[], byte[]> message) {
    Source source = sources.get(message.topic());
    if (source == null) {
      throw new IllegalArgumentException("not a topic of this reader: " + message.topic());
    }
    try {
      return entry(message, source.stage(), source.reader().read(message));
    } catch (UnreadableException e) {
      return dead(message, e.code(), e.getMessage());
    } catch (IllegalArgumentException e) {
      return dead(message, "LDG-010", e.getMessage());
    }
  }

  private static HandOffEntry entry(
      ConsumerRecord<byte[], byte[]> message, Stage stage, EventReader.Read<SpecificRecord> read) {
    Incoming<SpecificRecord> incoming = read.incoming();
    Link link = Link.of(incoming);
    return new HandOffEntry(
        incoming.position(),
        stage,
        incoming.release(),
        link.request(),
        link.previous(),
        eventId(read.id()),
        EventHeaders.text(message.headers(), EventHeaders.CAUSE).map(Storable::text).orElse(null),
        incoming.run(),
        Storable.time(EventHeaders.text(message.headers(), EventHeaders.TIME), message.timestamp()),
        incoming.value().toString(),
        ArtifactWalk.of(incoming.event()),
        visible(incoming.event()),
        rejection(incoming.event()));
  }

  /** An event's place in the chain. */
  private record Link(String request, @Nullable String previous) {
    static Link of(Incoming<SpecificRecord> incoming) {
      SpecificRecord event = incoming.event();
      if (event instanceof BuildRequested) {
        return new Link(incoming.value().toString(), null);
      }
      HandOff link = (HandOff) event.get(event.getSchema().getField("handOff").pos());
      return new Link(
          Digest.parse(link.getRequest()).toString(), Digest.parse(link.getPrevious()).toString());
    }
  }

  private static String eventId(String id) {
    if (id.isBlank() || id.length() > LONGEST_ID) {
      throw new IllegalArgumentException(
          "the event's id has " + id.length() + " characters, not 1 to " + LONGEST_ID);
    }
    return Storable.text(id);
  }

  private static Visible visible(SpecificRecord event) {
    return switch (event) {
      case BuildRequested e -> new Visible(Storable.text(e.getRepository()), null, null);
      case ImageBuilt e ->
          new Visible(Storable.text(e.getRepository()), null, e.getIndex().getDigest());
      case ReleaseSigned e -> visible(e.getRepository(), e.getTag(), e.getIndex().getDigest());
      case ReleasePublished e -> visible(e.getRepository(), e.getTag(), e.getIndex().getDigest());
      default -> Visible.NOTHING;
    };
  }

  private static Visible visible(String repository, String tag, String index) {
    return new Visible(Storable.text(repository), Storable.text(tag), index);
  }

  private static @Nullable Rejection rejection(SpecificRecord event) {
    return event instanceof ReleaseRejected e
        ? new Rejection(
            Storable.text(e.getStep()),
            Storable.text(e.getCode()),
            Storable.text(e.getSubject()),
            Storable.text(e.getFound()),
            Storable.text(e.getAdvice()))
        : null;
  }

  private static DeadEntry dead(
      ConsumerRecord<byte[], byte[]> message, String code, @Nullable String reason) {
    Position position = new Position(message.topic(), message.partition(), message.offset());
    Optional<byte[]> value = Optional.ofNullable(message.value());
    String text = Storable.text(String.valueOf(reason));
    return new DeadEntry(
        position,
        code,
        text.substring(0, Math.min(text.length(), LONGEST_REASON)),
        value.map(v -> Digest.of(v).toString()).orElse(null),
        value.map(v -> v.length).orElse(null));
  }
}
