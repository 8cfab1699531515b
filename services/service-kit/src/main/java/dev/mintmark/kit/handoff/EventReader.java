package dev.mintmark.kit.handoff;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.topics.Topic;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads records of one topic; whatever is wrong with one is said with a code. */
public final class EventReader<I extends SpecificRecord> {
  private final Topic topic;
  private final Class<I> type;

  @SuppressWarnings("unchecked") // the catalogue binds the topic to the schema of I
  public EventReader(Topic topic) {
    this.topic = topic;
    // Not the shared instance: in a test's class loader it finds another copy of the class.
    this.type = (Class<I>) new SpecificData(Topic.class.getClassLoader()).getClass(topic.schema());
  }

  /** An event and its id. */
  public record Read<I extends SpecificRecord>(Incoming<I> incoming, String id) {}

  /**
   * Reads a record.
   *
   * @throws UnreadableException KIT-010 to KIT-017: it can never be read
   */
  public Read<I> read(ConsumerRecord<byte[], byte[]> message) throws UnreadableException {
    String run =
        EventHeaders.text(message.headers(), EventHeaders.RUN)
            .orElseThrow(() ->
                new UnreadableException(
                    "KIT-012", "the header " + EventHeaders.RUN + " is missing"));
    if (!run.equals(EventHeaders.LIVE)) {
      throw new UnreadableException(
          "KIT-013", "run '" + run + "' does not belong on " + topic.name());
    }
    if (message.value() == null) {
      throw new UnreadableException("KIT-011", "the record has no value");
    }
    checkSchema(message);
    I event = EventCodec.read(message.value(), type);
    ReleaseId release = release(event);
    checkKey(message, release);
    Position position = new Position(message.topic(), message.partition(), message.offset());
    return new Read<>(
        new Incoming<>(event, Digest.of(message.value()), release, position, run),
        id(message, event, run));
  }

  private void checkSchema(ConsumerRecord<byte[], byte[]> message) throws UnreadableException {
    String own = EventCodec.fingerprint(topic.schema());
    String written = EventHeaders.text(message.headers(), EventHeaders.SCHEMA).orElse(own);
    if (!written.equals(own)) {
      throw new UnreadableException(
          "KIT-014", "it was written with schema " + written + ", this service knows " + own);
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

  private static String id(ConsumerRecord<byte[], byte[]> message, SpecificRecord event, String run)
      throws UnreadableException {
    if (event instanceof BuildRequested) {
      return EventHeaders.firstId(message.value(), run);
    }
    return EventHeaders.text(message.headers(), EventHeaders.ID)
        .orElseThrow(() ->
            new UnreadableException("KIT-017", "the header " + EventHeaders.ID + " is missing"));
  }
}
