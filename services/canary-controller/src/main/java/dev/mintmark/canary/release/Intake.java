package dev.mintmark.canary.release;

import dev.mintmark.canary.database.Database;
import dev.mintmark.canary.database.Migration;
import dev.mintmark.kit.handoff.KafkaSettings;
import dev.mintmark.kit.run.Work;
import dev.mintmark.topics.Topic;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Reads a topic about releases: what a record comes to and the offset behind it are one database
 * transaction, so each is written down once. Nothing is skipped.
 */
final class Intake implements Work {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int POLLS_A_PROBE = 8;

  private final Topic topic;
  private final KafkaSettings kafka;
  private final Database database;
  private final Migration migration;
  private final Releases releases;
  private final Reader reader;

  /** What becomes of a record. */
  @FunctionalInterface
  interface Reader {
    /**
     * What is to be written of it; may wait for others, and is asked again after a failure.
     *
     * @throws Exception when it cannot be told now
     */
    Entry read(ConsumerRecord<byte[], byte[]> message) throws Exception;
  }

  /** What is written in the transaction of the offset. */
  interface Entry {
    /** Of a record that says nothing. */
    Entry NOTHING =
        new Entry() {
          @Override
          public Uni<Void> write(Mutiny.Session session) {
            return Uni.createFrom().voidItem();
          }

          @Override
          public void written() {
            // Nothing to tell.
          }
        };

    Uni<Void> write(Mutiny.Session session);

    /** Called after the commit. */
    void written();
  }

  Intake(
      Topic topic,
      KafkaSettings kafka,
      Database database,
      Migration migration,
      Releases releases,
      Reader reader) {
    this.topic = topic;
    this.kafka = kafka;
    this.database = database;
    this.migration = migration;
    this.releases = releases;
    this.reader = reader;
  }

  @Override
  public void run(Control control) throws Exception {
    migration.ensure();
    Map<String, Object> settings = kafka.consumer();
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      Map<TopicPartition, Long> next = begin(consumer);
      while (!control.stopping()) {
        for (int polls = 0; polls < POLLS_A_PROBE && !control.stopping(); polls++) {
          for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
            take(message, next);
          }
        }
        // A consumer that has nothing to read does not say that Kafka is away.
        consumer.endOffsets(next.keySet(), LIMIT);
        control.ready();
      }
    }
  }

  private Map<TopicPartition, Long> begin(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name(), LIMIT).stream()
            .map(p -> new TopicPartition(topic.name(), p.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new IllegalStateException(
          "topic " + topic.name() + " is not there; run 'mintmark topics apply' (CAN-001)");
    }
    Map<TopicPartition, Long> next = new HashMap<>();
    for (TopicPartition partition : partitions) {
      database.run(session -> releases.begin(session, topic.name(), partition.partition()));
    }
    for (Object[] row : database.run(session -> releases.offsets(session, topic.name()))) {
      next.put(
          new TopicPartition(topic.name(), ((Number) row[0]).intValue()),
          ((Number) row[1]).longValue());
    }
    consumer.assign(next.keySet());
    next.forEach(consumer::seek);
    return next;
  }

  private void take(ConsumerRecord<byte[], byte[]> message, Map<TopicPartition, Long> next)
      throws Exception {
    TopicPartition partition = new TopicPartition(message.topic(), message.partition());
    Entry entry = reader.read(message);
    long from = next.getOrDefault(partition, 0L);
    long behind = message.offset() + 1;
    database.run(session ->
        releases
            .move(session, topic.name(), message.partition(), from, behind)
            .chain(() -> entry.write(session)));
    next.put(partition, behind);
    entry.written();
  }
}
