package dev.mintmark.kit.handoff;

import dev.mintmark.topics.ReleasedSchemas;
import dev.mintmark.topics.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one event as its newest class, whichever released schema they were written
 * with: the log keeps what every version wrote. A value stays the bytes that are recorded; it is
 * never written again in another schema.
 */
public final class EventVersions<T extends SpecificRecord> {
  private final Class<T> type;
  private final Schema newest;
  private final String fingerprint;
  private volatile @Nullable Map<String, Schema> older;

  public EventVersions(Class<T> type) {
    this.type = type;
    this.newest = new SpecificData(type.getClassLoader()).getSchema(type);
    this.fingerprint = EventCodec.fingerprint(newest);
  }

  /** A value, and the fingerprint of the schema that it is written with. */
  record Written<T extends SpecificRecord>(T event, String fingerprint) {}

  /** Of the topic's values. */
  @SuppressWarnings("unchecked") // the catalogue binds the topic to the schema of T
  static <T extends SpecificRecord> EventVersions<T> of(Topic topic) {
    // Not the shared instance: in a test's class loader it finds another copy of the class.
    var data = new SpecificData(Topic.class.getClassLoader());
    return new EventVersions<>((Class<T>) data.getClass(topic.schema()));
  }

  /**
   * Reads the value of a record, whose headers may say with which schema it was written.
   *
   * @throws UnreadableException KIT-014 for a schema that was never released, else what {@link
   *     EventCodec#read} throws
   */
  public T read(byte[] value, Headers headers) throws UnreadableException {
    Optional<String> written = EventHeaders.text(headers, EventHeaders.SCHEMA);
    return written.isPresent() ? read(value, written.get()) : read(value);
  }

  /**
   * Reads a value that says with which schema it was written.
   *
   * @param written fingerprint of that schema
   * @throws UnreadableException KIT-014 for a schema that was never released, else what {@link
   *     EventCodec#read} throws
   */
  T read(byte[] value, String written) throws UnreadableException {
    if (written.equals(fingerprint)) {
      return EventCodec.read(value, type);
    }
    Schema writer = older().get(written);
    if (writer == null) {
      throw new UnreadableException(
          "KIT-014",
          "it was written with schema %s; this service knows %s of %s, and %d older ones"
              .formatted(written, fingerprint, newest.getName(), older().size()));
    }
    return EventCodec.read(value, writer, type);
  }

  /**
   * Reads a value that is only known by its digest. The schema is the one in which it has its one
   * form; where it has that in two, and says different things, it is not guessed which.
   *
   * @throws UnreadableException what {@link EventCodec#read} throws
   */
  public T read(byte[] value) throws UnreadableException {
    return find(value).event();
  }

  Written<T> find(byte[] value) throws UnreadableException {
    List<Written<T>> found = new ArrayList<>();
    UnreadableException asNewest = null;
    try {
      found.add(new Written<>(EventCodec.read(value, type), fingerprint));
    } catch (UnreadableException e) {
      asNewest = e;
    }
    for (Map.Entry<String, Schema> schema : older().entrySet()) {
      try {
        found.add(new Written<>(EventCodec.read(value, schema.getValue(), type), schema.getKey()));
      } catch (UnreadableException notThisOne) {
        // Whether it is another one is seen at the end.
      }
    }
    if (found.isEmpty()) {
      throw Objects.requireNonNull(asNewest);
    }
    if (found.stream().map(Written::event).distinct().count() > 1) {
      throw new UnreadableException(
          "KIT-011",
          "the value is a %s in %d schemas, and not the same one"
              .formatted(newest.getName(), found.size()));
    }
    return found.getFirst();
  }

  /** By fingerprint, without the newest. */
  private Map<String, Schema> older() {
    Map<String, Schema> known = older;
    if (known == null) {
      known = new LinkedHashMap<>();
      for (Schema schema : ReleasedSchemas.of(newest.getFullName())) {
        known.putIfAbsent(EventCodec.fingerprint(schema), schema);
      }
      known.remove(fingerprint);
      older = known;
    }
    return known;
  }
}
