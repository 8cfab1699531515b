package dev.mintmark.topics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * A topic and what may stand in it.
 *
 * @param name {@code mintmark.<context>.<past-tense>.v<major>}
 * @param schema of every value
 * @param form how a value stands in a record
 * @param partitions records of one key keep their order within a partition
 * @param kept what is kept, and for how long
 * @param madeBy the services that may write it
 * @param readBy the services that read it
 */
public record Topic(
    String name,
    Schema schema,
    Form form,
    int partitions,
    Kept kept,
    List<String> madeBy,
    List<String> readBy) {

  /**
   * What a record's envelope may need beside the value: key, headers, framing. Kafka counts a batch
   * of one record against {@code max.message.bytes}.
   */
  private static final int ENVELOPE_BYTES = 64 << 10;

  /** A larger value is unreadable: events carry references, never blobs. */
  public static final int MAX_VALUE_BYTES = 1 << 20;

  /** The largest batch of a topic: one record with the largest value. */
  public static final int MAX_RECORD_BYTES = MAX_VALUE_BYTES + ENVELOPE_BYTES;

  /** The largest batch of dead letters: one with the largest record, and why it is here. */
  public static final int MAX_DEAD_LETTER_BYTES = MAX_RECORD_BYTES + ENVELOPE_BYTES;

  /** How a value stands in a record. */
  public enum Form {
    /** Raw Avro binary, the same bytes in every cluster; the schema's fingerprint is a header. */
    RAW,
    /** A zero byte, the schema's id in the registry (4 bytes, big-endian), then Avro binary. */
    FRAMED
  }

  /** What a topic keeps. */
  public sealed interface Kept {
    /** Everything: the topic is part of the ledger. */
    record Forever() implements Kept {}

    /** Everything of that age. */
    record For(Duration age) implements Kept {}

    /** The last record of each key. */
    record LastOfEachKey() implements Kept {}
  }

  public Topic {
    if (partitions < 1) {
      throw new IllegalArgumentException(
          name + ": needs at least one partition, not " + partitions);
    }
    madeBy = List.copyOf(madeBy);
    readBy = List.copyOf(readBy);
  }

  /** Where records of this topic go that can never be read. */
  public String deadLetters() {
    return name + ".dlq";
  }

  /** Kafka's settings of the topic, by Kafka's names. */
  public SortedMap<String, String> config() {
    return config(cleanupPolicy(), retentionMillis(), MAX_RECORD_BYTES);
  }

  /** Kafka's settings of its dead letters: all are kept, and whatever the topic takes fits. */
  public SortedMap<String, String> deadLetterConfig() {
    return config("delete", -1, MAX_DEAD_LETTER_BYTES);
  }

  private static SortedMap<String, String> config(
      String cleanupPolicy, long retentionMillis, int maxBytes) {
    return new TreeMap<>(
        Map.of(
            "cleanup.policy",
            cleanupPolicy,
            "max.message.bytes",
            Integer.toString(maxBytes),
            "retention.bytes",
            "-1",
            "retention.ms",
            Long.toString(retentionMillis)));
  }

  /** The name of its values' schema in a registry, as common clients make it. */
  public String subject() {
    return name + "-value";
  }

  /** Kafka's {@code retention.ms}: -1 for ever. */
  public long retentionMillis() {
    return switch (kept) {
      case Kept.For(Duration age) -> age.toMillis();
      case Kept.Forever() -> -1;
      case Kept.LastOfEachKey() -> -1;
    };
  }

  /** Kafka's {@code cleanup.policy}. */
  public String cleanupPolicy() {
    return kept instanceof Kept.LastOfEachKey ? "compact" : "delete";
  }

  /** CloudEvents type: the topic's name says context, event and major version. */
  public String eventType() {
    return name;
  }
}
