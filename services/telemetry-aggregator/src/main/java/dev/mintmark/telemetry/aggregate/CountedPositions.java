package dev.mintmark.telemetry.aggregate;

import dev.mintmark.events.device.v1.DeviceCounted;
import dev.mintmark.kit.handoff.EventVersions;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.telemetry.clients.Clients;
import dev.mintmark.topics.TopicCatalogue;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads {@code device.counted}: which heartbeats of the devices of a partition are counted. It
 * reads committed records, but up to the end as it is with open transactions: one of the owner
 * before, whose offsets are decided already, may still be closing here.
 */
final class CountedPositions {
  private static final String TOPIC = TopicCatalogue.DEVICE_COUNTED.name();
  private static final EventVersions<DeviceCounted> VERSIONS =
      new EventVersions<>(DeviceCounted.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long LONGEST_NANOS = Duration.ofMinutes(2).toNanos();

  private CountedPositions() {}

  /**
   * Restores the positions of devices in these partitions.
   *
   * @throws KafkaException when that takes longer than 2 minutes, or a position cannot be read
   */
  static void restore(Clients clients, Collection<TopicPartition> heartbeats, Counting counting) {
    List<TopicPartition> partitions =
        heartbeats.stream().map(p -> new TopicPartition(TOPIC, p.partition())).toList();
    Map<TopicPartition, Long> ends;
    try (Consumer<byte[], byte[]> all = clients.seeingAll("ends")) {
      ends = all.endOffsets(partitions);
    }
    try (Consumer<byte[], byte[]> consumer = clients.reading("restore")) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long started = System.nanoTime();
      while (!ends.entrySet().stream().allMatch(end -> reached(consumer, end))) {
        if (System.nanoTime() - started > LONGEST_NANOS) {
          throw new KafkaException("cannot read " + TOPIC + " to its end within 2 minutes");
        }
        consumer.poll(POLL).forEach(message -> take(message, counting));
      }
    }
  }

  private static boolean reached(Consumer<?, ?> consumer, Map.Entry<TopicPartition, Long> end) {
    return consumer.position(end.getKey()) >= end.getValue();
  }

  private static void take(ConsumerRecord<byte[], byte[]> message, Counting counting) {
    if (message.value() == null) {
      return;
    }
    try {
      DeviceCounted position = VERSIONS.read(message.value(), message.headers());
      counting.restore(message.partition(), position.getDevice(), position.getLastSequence());
    } catch (UnreadableException e) {
      // Only this service writes here; to go on without it would count heartbeats twice.
      throw new KafkaException(
          "cannot read %s/%d@%d: %s"
              .formatted(TOPIC, message.partition(), message.offset(), e.getMessage()));
    }
  }
}
