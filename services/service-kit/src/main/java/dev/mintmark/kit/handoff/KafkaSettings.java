package dev.mintmark.kit.handoff;

import dev.mintmark.kit.broker.Broker;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Client settings for exactly-once hand-offs.
 *
 * @param instance tells replicas apart; the ids made of it stay the same over restarts, so that a
 *     restarted service fences its dead self and takes its partitions back at once
 */
public record KafkaSettings(Broker broker, String step, String instance) {

  /** Of a broker that asks nobody who he is. */
  public KafkaSettings(String bootstrapServers, String step, String instance) {
    this(Broker.open(bootstrapServers), step, instance);
  }

  /**
   * Nothing is auto-committed, nothing uncommitted is read, and lost offsets stop the service
   * instead of moving it.
   */
  public Map<String, Object> consumer() {
    return consumer(1);
  }

  /**
   * The same for reading in batches.
   *
   * @param batch how many records one poll gives at most
   */
  public Map<String, Object> consumer(int batch) {
    Map<String, Object> config = common("consumer");
    config.put(ConsumerConfig.GROUP_ID_CONFIG, step);
    config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, step + "-" + instance);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batch);
    // Moves only what must move: long work on a partition that stays is not disturbed.
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        List.of(CooperativeStickyAssignor.class));
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return config;
  }

  /** Transactional, hence idempotent with acks=all. */
  public Map<String, Object> producer() {
    Map<String, Object> config = idempotentProducer();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "mintmark-" + step + "-" + instance);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 30_000);
    return config;
  }

  /** Idempotent without transactions: for a door that only adds records. */
  public Map<String, Object> idempotentProducer() {
    Map<String, Object> config = common("producer");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L << 20);
    // Above what any topic takes: whether a record is too large is the topic's to say.
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 << 20);
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return config;
  }

  private Map<String, Object> common(String what) {
    return broker.client(step + "-" + instance + "-" + what);
  }
}
