package dev.mintmark.ledger.projection;

import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.broker.Broker;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.UnavailableException;
import dev.mintmark.ledger.LedgerConfig;
import dev.mintmark.topics.Topic;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The log in Kafka, as far as the projection has it. */
@Singleton
final class KafkaWholeLog implements WholeLog {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final SourceLog log;
  private final Pool pool;

  KafkaWholeLog(KitConfig kit, LedgerConfig config, Pool pool) {
    this.log = new SourceLog(Broker.of(kit), ProjectedTopics.ALL, config.batch());
    this.pool = pool;
  }

  @Override
  public List<Topic> topics() {
    return log.topics();
  }

  @Override
  public Reading open() {
    Consumer<byte[], byte[]> consumer = log.consumer();
    try {
      List<TopicPartition> partitions = log.partitions(consumer);
      consumer.assign(partitions);
      LogBounds bounds = LogBounds.of(consumer, partitions);
      requireBeginning(bounds);
      awaitProjection(bounds);
      consumer.seekToBeginning(partitions);
      return new KafkaReading(consumer);
    } catch (RuntimeException e) {
      consumer.close();
      throw told(e);
    }
  }

  private static void requireBeginning(LogBounds bounds) {
    bounds
        .first()
        .forEach((partition, first) -> {
          if (first > 0) {
            throw new Refusal(
                    "LDG-050",
                    "the log of " + partition,
                    "it begins at " + first + ": what was before is not there",
                    "restore the log; without it nobody can tell what is still named")
                .asException();
          }
        });
  }

  /** Until it has come to where the log ended just now. */
  private void awaitProjection(LogBounds bounds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Map<TopicPartition, Long> next = projected(bounds);
      bounds.check(next);
      long behind = bounds.behind(next);
      if (behind == 0) {
        return;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new Refusal(
                "LDG-051",
                "the ledger",
                "it is " + behind + " records behind the log",
                "wait until it has caught up; /q/health/ready says what it is at")
            .asException();
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** 0 for a partition of which nothing is projected. */
  private Map<TopicPartition, Long> projected(LogBounds bounds) {
    Map<TopicPartition, Long> next = new HashMap<>();
    bounds.end().keySet().forEach(partition -> next.put(partition, 0L));
    pool.query(Sql.OFFSETS)
        .execute()
        .await()
        .atMost(LIMIT)
        .forEach(row ->
            next.computeIfPresent(
                new TopicPartition(row.getString(0), row.getInteger(1)),
                (partition, zero) -> row.getLong(2)));
    return next;
  }

  private static RuntimeException told(RuntimeException e) {
    return switch (e) {
      case RefusedException refused -> refused;
      case ProjectionException cut ->
          new Refusal(
                  "LDG-050",
                  "the log",
                  String.valueOf(cut.getMessage()),
                  "without the whole log nobody can tell what is still named")
              .asException();
      default -> new UnavailableException("cannot read the whole log", e);
    };
  }

  /** A consumer that stands where the last call ended. */
  private record KafkaReading(Consumer<byte[], byte[]> consumer) implements Reading {
    @Override
    public void toEnd(java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
      try {
        Map<TopicPartition, Long> end = consumer.endOffsets(consumer.assignment());
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!reached(end)) {
          var polled = consumer.poll(POLL);
          if (!polled.isEmpty()) {
            polled.forEach(each);
            deadline = System.nanoTime() + LIMIT.toNanos();
          } else if (System.nanoTime() - deadline > 0) {
            throw new KafkaException("nothing came in " + LIMIT);
          }
        }
      } catch (KafkaException e) {
        throw new UnavailableException("cannot read the whole log", e);
      }
    }

    private boolean reached(Map<TopicPartition, Long> end) {
      return end.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
