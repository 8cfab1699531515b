package dev.mintmark.ledger;

import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What others make of the same records: none decodes, checks or indexes what it keeps. */
final class LedgerPeers {
  private static final String TABLE =
      "create table record (topic text, part int, off bigint, value_key text, value bytea,"
          + " primary key (topic, part, off))";
  private static final Duration POLL = Duration.ofMillis(100);

  private final EmbeddedStack stack;

  LedgerPeers(EmbeddedStack stack) {
    this.stack = stack;
  }

  /** Who writes what was polled at once, and commits. */
  @FunctionalInterface
  private interface Writer {
    void write(Tables tables, ConsumerRecords<byte[], byte[]> polled) throws Exception;
  }

  /** Records a second of a bare consumer. */
  double readOnly(long records) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(500)) {
      long started = System.nanoTime();
      long seen = 0;
      while (seen < records) {
        seen += consumer.poll(POLL).count();
      }
      return seen * 1e9 / (System.nanoTime() - started);
    }
  }

  /** The plain way: a statement for each record, a commit after each poll. */
  double singleRows(long records) throws Exception {
    return written(records, 500, Tables::insertOneByOne);
  }

  /** The quick way: a statement for each poll. */
  double manyRows(long records) throws Exception {
    return written(
        records,
        2_000,
        (tables, polled) -> {
          List<ConsumerRecord<byte[], byte[]>> rows = new ArrayList<>();
          polled.forEach(rows::add);
          tables.insertAtOnce(rows);
        });
  }

  private double written(long records, int batch, Writer writer) throws Exception {
    String database = "peer" + Math.floorMod(System.nanoTime(), 1_000_000_000);
    try (Tables tables = Tables.create(stack, database);
        KafkaConsumer<byte[], byte[]> consumer = consumer(batch)) {
      tables.execute(TABLE);
      long started = System.nanoTime();
      long seen = 0;
      while (seen < records) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        if (!polled.isEmpty()) {
          writer.write(tables, polled);
          seen += polled.count();
        }
      }
      return seen * 1e9 / (System.nanoTime() - started);
    }
  }

  /** PostgreSQL alone: rows that are made already, into a table with the projection's indexes. */
  static double copied(Tables tables, int most, Path file) throws Exception {
    long rows =
        tables.copyOut("select * from ledger.hand_off order by sequence limit " + most, file);
    tables.execute("create table copied (like ledger.hand_off including all)");
    long started = System.nanoTime();
    tables.copyIn("copied", file);
    return rows * 1e9 / (System.nanoTime() - started);
  }

  private KafkaConsumer<byte[], byte[]> consumer(int batch) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                stack.kafkaBootstrapServers(),
                "isolation.level",
                "read_committed",
                "max.poll.records",
                batch,
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic topic : TopicCatalogue.releases()) {
      for (int i = 0; i < topic.partitions(); i++) {
        partitions.add(new TopicPartition(topic.name(), i));
      }
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }
}
