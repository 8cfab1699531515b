package dev.mintmark.topics;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * A topic and what may stand in it.
 *
 * @param name {@code mintmark.<context>.<past-tense>.v<major>}
 * @param schema of every value; raw Avro binary, no framing
 * @param partitions hand-offs of one release keep their order within a partition
 * @param retention empty: kept for ever, the topic is part of the ledger
 * @param madeBy the services that may write it
 * @param readBy the services that read it
 */
public record Topic(
    String name,
    Schema schema,
    int partitions,
    Optional<Duration> retention,
    List<String> madeBy,
    List<String> readBy) {

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

  /** Kafka's {@code retention.ms}: -1 for ever. */
  public long retentionMillis() {
    return retention.map(Duration::toMillis).orElse(-1L);
  }

  /** CloudEvents type: the topic's name says context, event and major version. */
  public String eventType() {
    return name;
  }
}
