package dev.mintmark.ledger.projection;

import dev.mintmark.ledger.entry.Entry;
import dev.mintmark.ledger.entry.EntryReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One run from PostgreSQL's offsets on. It ends with the first failure: the next run asks
 * PostgreSQL again, so a transaction of unknown outcome is neither lost nor done twice.
 */
final class ProjectionRun {
  private static final Duration IDLE_POLL = Duration.ofMillis(500);

  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
  private final ProjectionStore store;
  private final EntryReader reader;
  private final Consumer<Batch> projected;
  private final Map<TopicPartition, Long> next;
  private LogBounds asked;
  private @Nullable InFlight inFlight;

  /** A batch whose transaction is under way. */
  private record InFlight(Batch batch, ProjectionStore.Pending pending) {}

  /** Of a consumer that stands at these offsets, in a log that reaches so far. */
  ProjectionRun(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      ProjectionStore store,
      EntryReader reader,
      Consumer<Batch> projected,
      LogBounds asked,
      Map<TopicPartition, Long> next) {
    this.consumer = consumer;
    this.store = store;
    this.reader = reader;
    this.projected = projected;
    this.asked = asked;
    this.next = new HashMap<>(next);
  }

  /**
   * Stands at PostgreSQL's offsets.
   *
   * @param projected told of each batch once it is committed
   */
  static ProjectionRun open(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      SourceLog log,
      ProjectionStore store,
      Consumer<Batch> projected) {
    List<TopicPartition> partitions = log.partitions(consumer);
    Map<TopicPartition, Long> next = store.open(log.cluster(), partitions);
    consumer.assign(partitions);
    LogBounds bounds = LogBounds.of(consumer, partitions);
    bounds.check(next);
    next.forEach(consumer::seek);
    return new ProjectionRun(
        consumer, store, new EntryReader(log.topics()), projected, bounds, next);
  }

  /**
   * Projects what is there; returns soon when nothing is. The last batch may still be under way:
   * while PostgreSQL writes it, the next one is read.
   *
   * @return whether there was something
   */
  boolean advance() {
    ConsumerRecords<byte[], byte[]> polled =
        consumer.poll(inFlight == null ? IDLE_POLL : Duration.ZERO);
    if (polled.isEmpty()) {
      return settle();
    }
    List<Entry> entries = new ArrayList<>(polled.count());
    for (ConsumerRecord<byte[], byte[]> message : polled) {
      entries.add(reader.read(message));
    }
    Map<TopicPartition, Long> after = new HashMap<>();
    polled.partitions().forEach(p -> after.put(p, consumer.position(p)));
    Batch batch = Batch.of(entries, moves(after));
    settle();
    inFlight = new InFlight(batch, store.append(batch));
    next.putAll(after);
    return true;
  }

  /** Waits until what was read is committed; whether anything was not yet. */
  private boolean settle() {
    InFlight last = inFlight;
    if (last == null) {
      return false;
    }
    inFlight = null;
    last.pending().await();
    projected.accept(last.batch());
    return true;
  }

  private List<Batch.Move> moves(Map<TopicPartition, Long> after) {
    return after.entrySet().stream()
        .map(e ->
            new Batch.Move(
                e.getKey().topic(),
                e.getKey().partition(),
                next.getOrDefault(e.getKey(), 0L),
                e.getValue()))
        .toList();
  }

  /** Asks Kafka and PostgreSQL whether they are there; the records still to come. */
  long behind() {
    settle();
    store.probe();
    asked = LogBounds.of(consumer, consumer.assignment());
    return asked.behind(positions());
  }

  /**
   * Whether everything is committed that was in the log when it was last asked how far it reaches.
   * A log that is written to all the time has no moment at which nothing is to come.
   */
  boolean hasReachedEnd() {
    settle();
    return asked.behind(positions()) == 0;
  }

  private Map<TopicPartition, Long> positions() {
    Map<TopicPartition, Long> positions = new HashMap<>();
    consumer.assignment().forEach(p -> positions.put(p, consumer.position(p)));
    return positions;
  }

  /** Whether the topics still have the partitions that are read. */
  boolean readsAll(SourceLog log) {
    return consumer.assignment().size() == log.partitions(consumer).size();
  }
}
