package dev.mintmark.telemetry.aggregate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.telemetry.batch.Batch;
import dev.mintmark.telemetry.batch.BatchReader;
import dev.mintmark.telemetry.batch.RefusedBatchException;
import dev.mintmark.telemetry.clients.FramedTopics;
import dev.mintmark.telemetry.sum.Positions;
import dev.mintmark.telemetry.sum.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What was read since the last commit, in the heap: sums, positions and dead letters. Dropped as a
 * whole when partitions are taken away; then it is read again.
 */
final class Counting {
  private final int schemaId;
  private final Tally tally;
  private final Predicate<String> openClass;
  private final KnownSequences known;
  private final AggregationMetrics metrics;
  private final Map<Integer, Positions> positions = new TreeMap<>();
  private final List<ProducerRecord<byte[], byte[]>> deadLetters = new ArrayList<>();

  Counting(
      int schemaId,
      int windowMillis,
      Predicate<String> openClass,
      KnownSequences known,
      AggregationMetrics metrics) {
    this.schemaId = schemaId;
    this.tally = new Tally(windowMillis);
    this.openClass = openClass;
    this.known = known;
    this.metrics = metrics;
  }

  /** Takes a position that was committed before. */
  void restore(int partition, String device, long sequence) {
    positions(partition).restore(device, sequence);
    known.note(device, sequence);
  }

  /** Counts a record's heartbeats, or makes a dead letter of it. */
  void take(ConsumerRecord<byte[], byte[]> message) {
    try {
      count(message.partition(), read(message));
    } catch (UnreadableException e) {
      deadLetters.add(DeadLetter.of(message, e));
      metrics.deadLetter();
    }
  }

  private Batch read(ConsumerRecord<byte[], byte[]> message) throws UnreadableException {
    if (message.value() == null) {
      throw new UnreadableException("KIT-011", "the record has no value");
    }
    Batch batch;
    try {
      batch = BatchReader.read(FramedTopics.unframe(message.value(), schemaId));
    } catch (RefusedBatchException e) {
      throw new UnreadableException(e.code().text(), String.valueOf(e.getMessage()));
    }
    if (message.key() == null || !Arrays.equals(message.key(), batch.device().getBytes(UTF_8))) {
      throw new UnreadableException("KIT-016", "the record's key is not its device");
    }
    return batch;
  }

  private void count(int partition, Batch batch) {
    Positions last = positions(partition);
    int counted = tally.add(batch, last.last(batch.device()), openClass.test(batch.deviceClass()));
    metrics.counted(counted);
    metrics.dropped(batch.beats().size() - counted);
    if (counted > 0) {
      last.advance(batch.device(), batch.lastSequence());
      known.note(batch.device(), batch.lastSequence());
    }
  }

  private Positions positions(int partition) {
    return positions.computeIfAbsent(partition, p -> new Positions());
  }

  Tally tally() {
    return tally;
  }

  Map<Integer, Positions> positions() {
    return Collections.unmodifiableMap(positions);
  }

  List<ProducerRecord<byte[], byte[]>> deadLetters() {
    return Collections.unmodifiableList(deadLetters);
  }

  /** All of it is in the log now. */
  void committed() {
    tally.clear();
    deadLetters.clear();
    positions.values().forEach(Positions::committed);
  }

  /** None of it is: the partitions were taken away. */
  void drop() {
    tally.clear();
    deadLetters.clear();
    positions.clear();
  }
}
