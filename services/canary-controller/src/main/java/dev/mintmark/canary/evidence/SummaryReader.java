package dev.mintmark.canary.evidence;

import dev.mintmark.events.device.v1.DeviceSummarized;
import dev.mintmark.gate.evidence.Evidence;
import dev.mintmark.gate.evidence.OffsetRange;
import dev.mintmark.kit.framing.Framing;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.UnreadableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Reads the summaries of one rollout's devices from where it was opened. For one thread. */
public final class SummaryReader implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SummaryReader.class);

  /** Of an answer, and of a time in which nothing comes: a long log may take longer. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Duration POLL = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> begin;
  private final Parts parts;
  private final LongSupplier nanoTime;
  private Retention retention = new Retention(Long.MIN_VALUE, List.of());

  SummaryReader(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> begin,
      Set<String> devices,
      LongSupplier nanoTime) {
    this.consumer = consumer;
    this.nanoTime = nanoTime;
    this.begin = Map.copyOf(begin);
    this.parts = new Parts(devices);
    consumer.assign(begin.keySet());
    begin.forEach(consumer::seek);
  }

  /**
   * Takes in what has come; does not wait for more.
   *
   * @param newest what to keep of it from now on
   */
  public void read(Retention newest) {
    retention = newest;
    take(consumer.poll(Duration.ZERO));
  }

  /**
   * The evidence of all that is in the log now.
   *
   * @throws KafkaException when the log's end cannot be reached: nothing may be judged
   */
  public Evidence evidence(Look look) {
    catchUp();
    List<OffsetRange> ranges = new ArrayList<>();
    begin.forEach((partition, from) ->
        ranges.add(
            new OffsetRange(partition.partition(), from, consumer.position(partition, LIMIT))));
    return new EvidenceBuilder(parts, look).build(ranges);
  }

  private void catchUp() {
    Map<TopicPartition, Long> end = consumer.endOffsets(begin.keySet(), LIMIT);
    long giveUp = nanoTime.getAsLong() + LIMIT.toNanos();
    while (isBehind(end)) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      take(records);
      // Whoever began anew after each limit would never come to the end of a long log.
      if (!records.isEmpty()) {
        giveUp = nanoTime.getAsLong() + LIMIT.toNanos();
      } else if (nanoTime.getAsLong() > giveUp) {
        throw new KafkaException(
            "the end of device.summarized was not reached: nothing came for "
                + LIMIT
                + " (CAN-021)");
      }
    }
  }

  private boolean isBehind(Map<TopicPartition, Long> end) {
    return end.entrySet().stream()
        .anyMatch(e -> consumer.position(e.getKey(), LIMIT) < e.getValue());
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> message : records) {
      try {
        parts.add(
            Part.of(EventCodec.read(Framing.unframe(message.value()), DeviceSummarized.class)));
      } catch (UnreadableException | IllegalArgumentException e) {
        // Counts for nobody: a device whose summaries cannot be read is missing.
        LOG.warnf(
            "summary cannot be read partition=%d offset=%d error=%s",
            message.partition(), message.offset(), e.getMessage());
      }
    }
    parts.keep(retention);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
