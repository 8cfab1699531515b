package dev.mintmark.ledger.projection;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the log reaches.
 *
 * @param first offset of the first record of each partition
 * @param end behind the last committed record of each partition
 */
record LogBounds(Map<TopicPartition, Long> first, Map<TopicPartition, Long> end) {
  LogBounds {
    first = Map.copyOf(first);
    end = Map.copyOf(end);
  }

  static LogBounds of(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    return new LogBounds(consumer.beginningOffsets(partitions), consumer.endOffsets(partitions));
  }

  /**
   * Refuses a log that cannot be continued from these offsets.
   *
   * @throws ProjectionException LDG-021 when records in front of the log's first are wanted,
   *     LDG-022 when the ledger is ahead of the log
   */
  void check(Map<TopicPartition, Long> next) {
    next.forEach((partition, offset) -> {
      if (offset < first.getOrDefault(partition, 0L)) {
        throw new ProjectionException(
            "the log of %s begins at %d but %d comes next: records are missing; restore the log"
                .formatted(partition, first.get(partition), offset),
            "LDG-021");
      }
      if (offset > end.getOrDefault(partition, 0L)) {
        throw new ProjectionException(
            ("the log of %s ends at %d but the ledger has read up to %d: the log was cut or"
                    + " replaced; restore it, or drop the schema 'ledger' to project anew")
                .formatted(partition, end.get(partition), offset),
            "LDG-022");
      }
    });
  }

  /** Records and markers between these offsets and the end. */
  long behind(Map<TopicPartition, Long> next) {
    return next.entrySet().stream()
        .mapToLong(e -> Math.max(0, end.getOrDefault(e.getKey(), 0L) - e.getValue()))
        .sum();
  }
}
