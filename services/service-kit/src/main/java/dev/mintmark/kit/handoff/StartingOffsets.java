package dev.mintmark.kit.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.kit.store.Pointers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a group starts. A group that never ran starts at the beginning of its topic; one that ran
 * before and whose offsets are gone does not start at all, because it could only guess and hand
 * everything off twice. That it ran is remembered in the artifact store, beside the log, as the
 * number of partitions it has begun.
 */
public final class StartingOffsets {
  private final Pointers pointers;
  private final Optional<Instant> since;

  public StartingOffsets(Pointers pointers) {
    this(pointers, Optional.empty());
  }

  /**
   * Of a group that starts late on purpose.
   *
   * @param since where it starts: at the first record of that time or later
   */
  public StartingOffsets(Pointers pointers, Optional<Instant> since) {
    this.pointers = pointers;
    this.since = since;
  }

  /** The group's offsets were deleted or expired. */
  public static final class LostException extends IllegalStateException {
    LostException(String group, Set<TopicPartition> lost) {
      super(
          "group %s has no committed offsets for %s but ran before; restore them with kafka-consumer-groups --reset-offsets (KIT-003)"
              .formatted(group, lost));
    }
  }

  /**
   * Commits where to start for partitions that this group has never read: offset 0, or the first
   * record since its time.
   *
   * @throws LostException KIT-003
   * @throws IllegalStateException KIT-002 when the topic is not there
   */
  public void ensure(Consumer<byte[], byte[]> consumer, String group, String topic) {
    List<TopicPartition> partitions = partitions(consumer, topic);
    String key = "consumers/" + group + "/" + topic;
    int begun =
        pointers.read(key).map(value -> Integer.parseInt(new String(value, UTF_8))).orElse(0);
    Map<TopicPartition, OffsetAndMetadata> committed =
        consumer.committed(new HashSet<>(partitions));
    Set<TopicPartition> fresh = new HashSet<>();
    Set<TopicPartition> lost = new HashSet<>();
    for (TopicPartition partition : partitions) {
      if (committed.get(partition) != null) {
        continue;
      }
      if (partition.partition() < begun) {
        lost.add(partition);
      } else {
        fresh.add(partition);
      }
    }
    if (!lost.isEmpty()) {
      throw new LostException(group, lost);
    }
    if (!fresh.isEmpty()) {
      consumer.commitSync(starts(consumer, fresh));
    }
    if (begun != partitions.size()) {
      pointers.write(key, Integer.toString(partitions.size()).getBytes(UTF_8));
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> starts(
      Consumer<byte[], byte[]> consumer, Set<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> starts = new HashMap<>();
    partitions.forEach(partition -> starts.put(partition, new OffsetAndMetadata(0)));
    since.ifPresent(time -> {
      consumer
          .endOffsets(partitions)
          .forEach((partition, end) -> starts.put(partition, new OffsetAndMetadata(end)));
      Map<TopicPartition, Long> times = new HashMap<>();
      partitions.forEach(partition -> times.put(partition, time.toEpochMilli()));
      consumer
          .offsetsForTimes(times)
          .forEach((partition, found) -> {
            if (found != null) {
              starts.put(partition, new OffsetAndMetadata(found.offset()));
            }
          });
    });
    return starts;
  }

  private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    List<PartitionInfo> infos = consumer.partitionsFor(topic);
    if (infos == null || infos.isEmpty()) {
      throw new IllegalStateException(
          "topic " + topic + " is not there; run 'mintmark topics apply' (KIT-002)");
    }
    infos.forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    return partitions;
  }
}
