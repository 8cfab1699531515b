package dev.mintmark.cli.log;

import dev.mintmark.cli.failure.BrokerTrouble;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A cluster's log, as far as it is committed. */
final class LiveLog implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final Map<String, Object> access;
  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * Connects.
   *
   * @param access bootstrap servers, and whatever else a client needs
   */
  LiveLog(Map<String, Object> access) {
    this.access = Map.copyOf(access);
    Map<String, Object> config = new HashMap<>(access);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
    try {
      this.admin = Admin.create(access);
      this.consumer =
          new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    } catch (KafkaException e) {
      throw BrokerTrouble.noAddress(access, e);
    }
  }

  Map<String, Object> access() {
    return access;
  }

  String cluster() {
    return get(admin.describeCluster().clusterId());
  }

  /**
   * Every partition of the topics, sorted.
   *
   * @throws CommandException CLI-102 when a topic is not there
   */
  List<TopicPartition> partitions(List<Topic> topics) {
    List<TopicPartition> all = new ArrayList<>();
    Map<String, List<PartitionInfo>> there = topics();
    for (Topic topic : topics.stream().sorted((a, b) -> a.name().compareTo(b.name())).toList()) {
      var found = there.get(topic.name());
      if (found == null) {
        throw new CommandException(
            Exit.FAILURE,
            "CLI-102",
            "topic %s is not there; run `mintmark topics apply`".formatted(topic.name()));
      }
      for (int i = 0; i < found.size(); i++) {
        all.add(new TopicPartition(topic.name(), i));
      }
    }
    return all;
  }

  private Map<String, List<PartitionInfo>> topics() {
    try {
      return consumer.listTopics(LIMIT);
    } catch (KafkaException e) {
      throw away(e);
    }
  }

  /** The offsets behind what is committed. */
  Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
    try {
      return consumer.endOffsets(partitions, LIMIT);
    } catch (KafkaException e) {
      throw away(e);
    }
  }

  /** The offsets of the first records that are still there. */
  Map<TopicPartition, Long> beginnings(List<TopicPartition> partitions) {
    try {
      return consumer.beginningOffsets(partitions, LIMIT);
    } catch (KafkaException e) {
      throw away(e);
    }
  }

  /** Every record from one offset to before another, in order. */
  void read(TopicPartition partition, long from, long end, Consumer<LogRecord> each) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    try {
      while (consumer.position(partition, LIMIT) < end) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          if (message.offset() < end) {
            each.accept(LogRecord.of(message));
          }
        }
      }
    } catch (KafkaException e) {
      throw away(e);
    }
  }

  /** How far every group has read: partition to offset, by group. */
  Map<String, Map<TopicPartition, Long>> groups() {
    Map<String, Map<TopicPartition, Long>> groups = new TreeMap<>();
    get(admin.listGroups().valid())
        .forEach(group -> groups.put(group.groupId(), offsets(group.groupId())));
    groups.values().removeIf(Map::isEmpty);
    return groups;
  }

  /** How far one group has read. */
  Map<TopicPartition, Long> offsets(String group) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach((partition, offset) -> {
          if (offset != null) {
            offsets.put(partition, offset.offset());
          }
        });
    return offsets;
  }

  /** Lets a group that nobody is in read on from there. */
  void commit(String group, Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    offsets.forEach((partition, offset) -> next.put(partition, new OffsetAndMetadata(offset)));
    get(admin.alterConsumerGroupOffsets(group, next).all());
  }

  private <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw away(e.getCause() instanceof Exception cause ? cause : e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(Exit.FAILURE, "CLI-023", "interrupted while waiting", e);
    }
  }

  private CommandException away(Exception cause) {
    return BrokerTrouble.away(access, cause);
  }

  @Override
  public void close() {
    consumer.close();
    admin.close();
  }
}
