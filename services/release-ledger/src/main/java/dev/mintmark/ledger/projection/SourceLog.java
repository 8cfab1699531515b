package dev.mintmark.ledger.projection;

import dev.mintmark.kit.broker.Broker;
import dev.mintmark.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The log that is projected: which cluster, which partitions, and a consumer that reads them. */
record SourceLog(Broker broker, List<Topic> topics, int mostRecords) {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Identifies the cluster that the offsets belong to. */
  String cluster() {
    try (Admin admin = Admin.create(common())) {
      return admin.describeCluster().clusterId().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException(
          "cannot ask Kafka at " + broker.bootstrapServers() + " for its id", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while asking Kafka for its id", e);
    }
  }

  /** Reads only what is committed; has no group, and lost records are an error. */
  Consumer<byte[], byte[]> consumer() {
    Map<String, Object> config = common();
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, mostRecords);
    // A small heap: what is fetched ahead stays well under it.
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Every partition of every topic.
   *
   * @throws ProjectionException LDG-020 when a topic is not there
   */
  List<TopicPartition> partitions(Consumer<?, ?> consumer) {
    Map<String, List<PartitionInfo>> there = consumer.listTopics(LIMIT);
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic topic : topics) {
      List<PartitionInfo> found = there.getOrDefault(topic.name(), List.of());
      if (found.isEmpty()) {
        throw new ProjectionException(
            "topic " + topic.name() + " is not there; run 'mintmark topics apply'", "LDG-020");
      }
      for (int i = 0; i < found.size(); i++) {
        partitions.add(new TopicPartition(topic.name(), i));
      }
    }
    return partitions;
  }

  private Map<String, Object> common() {
    return broker.client("release-ledger");
  }
}
