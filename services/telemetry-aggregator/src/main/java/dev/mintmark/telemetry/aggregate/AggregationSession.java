package dev.mintmark.telemetry.aggregate;

import dev.mintmark.kit.handoff.StartingOffsets;
import dev.mintmark.telemetry.clients.Clients;
import dev.mintmark.topics.TopicCatalogue;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer and a transactional producer that live and die together. Once a second, one
 * transaction takes all that was counted, the devices' positions, and the consumed offsets. After
 * anything that failed the session is thrown away, and the next one reads again from the committed
 * offsets and restores the committed positions, so that a heartbeat is counted once.
 */
final class AggregationSession implements AutoCloseable {
  private static final String TOPIC = TopicCatalogue.DEVICE_HEARTBEAT.name();
  private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration LONGEST_POLL = Duration.ofMillis(100);

  /** More parts than this are committed at once: each may hold some kilobytes. */
  private static final int MOST_PARTS = 5_000;

  private final Clients clients;
  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final Counting counting;
  private final Outgoing outgoing;
  private final AggregationMetrics metrics;
  private final Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();
  private long flushed = System.nanoTime();

  private AggregationSession(
      Clients clients,
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      Counting counting,
      Outgoing outgoing,
      AggregationMetrics metrics) {
    this.clients = clients;
    this.consumer = consumer;
    this.producer = producer;
    this.counting = counting;
    this.outgoing = outgoing;
    this.metrics = metrics;
  }

  /** Fences an earlier self and ends what it left open before the first record is read. */
  static AggregationSession open(
      Clients clients,
      StartingOffsets offsets,
      Counting counting,
      Outgoing outgoing,
      AggregationMetrics metrics) {
    Producer<byte[], byte[]> producer = clients.transactional();
    try {
      producer.initTransactions();
      Consumer<byte[], byte[]> consumer = clients.counting();
      try {
        offsets.ensure(consumer, Clients.SERVICE, TOPIC);
        AggregationSession session =
            new AggregationSession(clients, consumer, producer, counting, outgoing, metrics);
        consumer.subscribe(List.of(TOPIC), session.new Assignment());
        return session;
      } catch (RuntimeException e) {
        consumer.close();
        throw e;
      }
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /** What is counted belongs to an assignment: it comes and goes with it. */
  private final class Assignment implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      counting.drop();
      consumed.clear();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      counting.drop();
      consumed.clear();
      if (partitions.isEmpty()) {
        return;
      }
      // Waits until no transaction on these offsets is open; only then are the positions final.
      Map<TopicPartition, OffsetAndMetadata> committed =
          consumer.committed(new HashSet<>(partitions));
      CountedPositions.restore(clients, partitions, counting);
      for (TopicPartition partition : partitions) {
        OffsetAndMetadata from = committed.get(partition);
        if (from == null) {
          throw new KafkaException("no committed offset for " + partition + " (KIT-003)");
        }
        consumer.seek(partition, from.offset());
      }
    }
  }

  /** Whether the group gave it partitions. */
  boolean isAssigned() {
    return !consumer.assignment().isEmpty();
  }

  /** Reads for a moment; commits when it is time to. */
  void step() {
    for (ConsumerRecord<byte[], byte[]> message : consumer.poll(LONGEST_POLL)) {
      counting.take(message);
      consumed.put(
          new TopicPartition(message.topic(), message.partition()),
          new OffsetAndMetadata(message.offset() + 1, message.leaderEpoch(), ""));
      if (counting.tally().size() > MOST_PARTS) {
        flush();
      }
    }
    if (System.nanoTime() - flushed >= FLUSH_NANOS) {
      flush();
    }
  }

  private void flush() {
    long started = System.nanoTime();
    flushed = started;
    if (consumed.isEmpty()) {
      return;
    }
    producer.beginTransaction();
    try {
      outgoing.records(counting, producer::send);
      producer.sendOffsetsToTransaction(Map.copyOf(consumed), consumer.groupMetadata());
      producer.commitTransaction();
    } catch (KafkaException e) {
      abort(e);
      throw e;
    }
    counting.committed();
    consumed.clear();
    metrics.committed(Duration.ofNanos(System.nanoTime() - started));
  }

  private void abort(KafkaException cause) {
    try {
      producer.abortTransaction();
    } catch (KafkaException e) {
      // The next session's initTransactions ends it.
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    counting.drop();
    // A static member does not leave its group: it is back before the session times out.
    consumer.close();
    producer.close(Duration.ZERO);
  }
}
