package dev.mintmark.telemetry.clients;

import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.broker.Broker;
import dev.mintmark.kit.handoff.KafkaSettings;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Makes the Kafka clients of this service. */
@Singleton
public final class Clients {
  /** The group that counts heartbeats, and part of every other id. */
  public static final String SERVICE = "telemetry-aggregator";

  /** Longest that a dead instance keeps its partitions; a restarted one is back before. */
  private static final int SESSION_MILLIS = 6_000;

  private static final int TRANSACTION_MILLIS = 10_000;
  private static final int REQUEST_MILLIS = 5_000;
  private static final int MAX_RECORD = 2 << 20;
  private static final int FETCH = 8 << 20;
  private static final int MAX_POLL_RECORDS = 200;

  private final Broker broker;
  private final String instance;

  Clients(KitConfig config) {
    this.broker = Broker.of(config);
    this.instance = config.instance();
  }

  /** Tells replicas apart. */
  public String instance() {
    return instance;
  }

  /**
   * A member of the group that counts heartbeats. All partitions are taken away at once when the
   * group changes, so what was read and not committed can be dropped as a whole.
   */
  public Consumer<byte[], byte[]> counting() {
    Map<String, Object> config = settings(SERVICE).consumer();
    config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(RangeAssignor.class));
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_MILLIS / 4);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH);
    return new KafkaConsumer<>(config);
  }

  /** Sends what was counted; there is one at a time for each instance. */
  public Producer<byte[], byte[]> transactional() {
    Map<String, Object> config = settings(SERVICE).producer();
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
    // The last instance's open transaction must end before a restarted one may read on.
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TRANSACTION_MILLIS);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_MILLIS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_RECORD);
    return new KafkaProducer<>(config);
  }

  /**
   * The door's producer: acknowledged by all, in the order sent, never blocking for long.
   *
   * @param bufferBytes above what the door ever has under way
   */
  public Producer<byte[], byte[]> door(long bufferBytes) {
    Map<String, Object> config = settings(SERVICE + "-door").idempotentProducer();
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferBytes);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
    config.put(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG, 1);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_RECORD);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS / 2);
    // It is called on event loops: the topic is looked up before the first call, and stays known.
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 100);
    config.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Integer.MAX_VALUE);
    return new KafkaProducer<>(config);
  }

  /** Reads committed records of partitions that it is given; in no group. */
  public Consumer<byte[], byte[]> reading(String purpose) {
    Map<String, Object> config = settings(SERVICE + "-" + purpose).consumer();
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2 * REQUEST_MILLIS);
    return new KafkaConsumer<>(config);
  }

  /** Sees the ends of partitions as they are, transactions that have not ended included. */
  public Consumer<byte[], byte[]> seeingAll(String purpose) {
    Map<String, Object> config = new HashMap<>(settings(SERVICE + "-" + purpose).consumer());
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    return new KafkaConsumer<>(config);
  }

  /** A consumer of a group, to look at its offsets with; it joins nothing. */
  public Consumer<byte[], byte[]> offsetsOf(String group) {
    Map<String, Object> config = settings(group).consumer();
    config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    return new KafkaConsumer<>(config);
  }

  /** Settings that every client of this service has. */
  public Map<String, Object> common(String purpose) {
    return broker.client(SERVICE + "-" + instance + "-" + purpose);
  }

  private KafkaSettings settings(String step) {
    return new KafkaSettings(broker, step, instance);
  }

  /**
   * All partitions of a topic.
   *
   * @throws IllegalStateException KIT-002 when it is not there
   */
  public static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
    List<PartitionInfo> infos = consumer.partitionsFor(topic);
    if (infos == null || infos.isEmpty()) {
      throw new IllegalStateException(
          "topic " + topic + " is not there; run 'mintmark topics apply' (KIT-002)");
    }
    List<TopicPartition> partitions = new ArrayList<>();
    infos.forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    return partitions;
  }
}
