package dev.mintmark.kit.handoff;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer group that read a topic before another took its place. It takes the right to describe
 * that group, and none to read in it.
 *
 * @param group its id
 * @param reading settings of a consumer, of any group
 */
record Predecessor(String group, Map<String, Object> reading) {
  Predecessor {
    Map<String, Object> settings = new HashMap<>(reading);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    // It asks and never joins.
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    reading = Map.copyOf(settings);
  }

  /**
   * Where it ended; waits for a transaction of it that is not over. Null where nothing is known.
   */
  Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(reading)) {
      return consumer.committed(partitions);
    }
  }
}
