package dev.mintmark.kit.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.kit.store.Pointers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a group starts. A group that never ran starts at the beginning of its topic, or where the
 * group ended whose place it takes; one that ran before and whose offsets are gone does not start
 * at all, because it could only guess and hand everything off twice. That it ran is remembered in
 * the artifact store, beside the log, as the number of partitions it has begun.
 */
public final class StartingOffsets {
  private final Pointers pointers;
  private final Optional<Instant> since;
  private final Optional<Predecessor> predecessor;

  public StartingOffsets(Pointers pointers) {
    this(pointers, Optional.empty());
  }

  /**
   * Of a group that starts late on purpose.
   *
   * @param since where it starts: at the first record of that time or later
   */
  public StartingOffsets(Pointers pointers, Optional<Instant> since) {
    this(pointers, since, Optional.empty());
  }

  /**
   * Of a group that takes another's place.
   *
   * @param predecessor where it ended this group starts, in each partition that it had begun
   */
  StartingOffsets(Pointers pointers, Optional<Instant> since, Optional<Predecessor> predecessor) {
    this.pointers = pointers;
    this.since = since;
    this.predecessor = predecessor;
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
   * Commits where to start for partitions that this group has never read: where its predecessor
   * ended, the first record since its time, or offset 0.
   *
   * @throws LostException KIT-003, of the group or of its predecessor
   * @throws IllegalStateException KIT-002 when the topic is not there
   */
  public void ensure(Consumer<byte[], byte[]> consumer, String group, String topic) {
    List<TopicPartition> partitions = partitions(consumer, topic);
    int begun = begun(group, topic);
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
      consumer.commitSync(starts(consumer, fresh, topic));
    }
    if (begun != partitions.size()) {
      pointers.write(key(group, topic), Integer.toString(partitions.size()).getBytes(UTF_8));
    }
  }

  private static String key(String group, String topic) {
    return "consumers/" + group + "/" + topic;
  }

  private int begun(String group, String topic) {
    return pointers
        .read(key(group, topic))
        .map(value -> Integer.parseInt(new String(value, UTF_8)))
        .orElse(0);
  }

  private Map<TopicPartition, OffsetAndMetadata> starts(
      Consumer<byte[], byte[]> consumer, Set<TopicPartition> partitions, String topic) {
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
    predecessor.ifPresent(before -> starts.putAll(ended(before, partitions, topic)));
    return starts;
  }

  /** Of those partitions that it had begun. */
  private Map<TopicPartition, OffsetAndMetadata> ended(
      Predecessor before, Set<TopicPartition> partitions, String topic) {
    int begun = begun(before.group(), topic);
    Set<TopicPartition> had = new HashSet<>(partitions);
    had.removeIf(partition -> partition.partition() >= begun);
    if (had.isEmpty()) {
      return Map.of();
    }
    Map<TopicPartition, OffsetAndMetadata> ended = new HashMap<>(before.committed(had));
    ended.values().removeIf(Objects::isNull);
    had.removeAll(ended.keySet());
    if (!had.isEmpty()) {
      throw new LostException(before.group(), had);
    }
    return ended;
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
