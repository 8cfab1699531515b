package dev.mintmark.ledger.entry;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.rebuild.v1.RebuildOrdered;
import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.events.release.v1.ReleaseReproduced;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.verdict.v1.VerdictPublished;
import dev.mintmark.events.verdict.v1.VerdictSigned;
import dev.mintmark.kit.Run;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.handoff.EventReader;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.ledger.entry.Entry.DeadEntry;
import dev.mintmark.ledger.entry.Entry.HandOffEntry;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  private static final Set<Topic> OF_REBUILDS =
      Stream.concat(TopicCatalogue.twins().stream(), Stream.of(TopicCatalogue.REBUILD_PREPARED))
          .collect(Collectors.toUnmodifiableSet());

  private final Map<String, Source> sources = new HashMap<>();

  /** Reads records of one topic. */
  private interface Source {
    Entry read(ConsumerRecord<byte[], byte[]> message) throws UnreadableException;
  }

  /** Reads records of these topics. */
  public EntryReader(List<Topic> topics) {
    for (Topic topic : topics) {
      FleetReader fleet = FleetReader.of(topic);
      sources.put(topic.name(), fleet == null ? chained(topic) : fleet::read);
    }
  }

  private static Source chained(Topic topic) {
    Stage stage = Stage.of(topic);
    EventReader<SpecificRecord> reader = reader(topic);
    return message -> entry(message, stage, reader.read(message));
  }

  /** What a rebuild hands off must never pass for what the line does, nor the other way round. */
  private static EventReader<SpecificRecord> reader(Topic topic) {
    return OF_REBUILDS.contains(topic) ? EventReader.ofRebuilds(topic) : new EventReader<>(topic);
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
      return source.read(message);
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
    List<ArtifactUse> artifacts = ArtifactWalk.of(incoming.event());
    return new HandOffEntry(
        // Not the event's: one that was redriven keeps its first, and is another record.
        position(message),
        stage,
        incoming.release(),
        link.request(),
        link.previous(),
        eventId(read.id()),
        EventHeaders.text(message.headers(), EventHeaders.CAUSE).map(Storable::text).orElse(null),
        incoming.run(),
        rebuild(incoming),
        Storable.time(EventHeaders.text(message.headers(), EventHeaders.TIME), message.timestamp()),
        toolchain(message),
        incoming.value().toString(),
        artifacts,
        visible(incoming.event()),
        rejection(incoming.event()),
        facts(stage, incoming.event()),
        origins(incoming, artifacts));
  }

  private static Position position(ConsumerRecord<byte[], byte[]> message) {
    return new Position(message.topic(), message.partition(), message.offset());
  }

  private static @Nullable String rebuild(Incoming<SpecificRecord> incoming) {
    return switch (incoming.event()) {
      case RebuildOrdered e -> rebuild(e.getRun());
      case ReleaseReproduced e -> rebuild(e.getRun());
      case VerdictSigned e -> rebuild(e.getRun());
      case VerdictPublished e -> rebuild(e.getRun());
      default -> Run.isRebuild(incoming.run()) ? incoming.run() : null;
    };
  }

  private static String rebuild(String run) {
    if (!Run.isRebuild(run)) {
      throw new IllegalArgumentException("the event's run is not a rebuild: '" + run + "'");
    }
    return run;
  }

  /** Null where the header is no digest, too: then it names no document. */
  private static @Nullable String toolchain(ConsumerRecord<byte[], byte[]> message) {
    try {
      return EventHeaders.text(message.headers(), EventHeaders.TOOLCHAIN)
          .map(Digest::parse)
          .map(Digest::toString)
          .orElse(null);
    } catch (IllegalArgumentException notADigest) {
      return null;
    }
  }

  private static List<Origin> origins(
      Incoming<SpecificRecord> incoming, List<ArtifactUse> artifacts) {
    return incoming.event() instanceof BuildRequested request && !Run.isRebuild(incoming.run())
        ? Origin.of(request, artifacts)
        : List.of();
  }

  private static @Nullable String facts(Stage stage, SpecificRecord event) {
    return stage.isDecision() ? Facts.of(event) : null;
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
    Optional<byte[]> value = Optional.ofNullable(message.value());
    String text = Storable.text(String.valueOf(reason));
    return new DeadEntry(
        position(message),
        code,
        text.substring(0, Math.min(text.length(), LONGEST_REASON)),
        value.map(v -> Digest.of(v).toString()).orElse(null),
        value.map(v -> v.length).orElse(null));
  }
}
