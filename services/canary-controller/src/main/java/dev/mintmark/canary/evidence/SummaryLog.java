package dev.mintmark.canary.evidence;

import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.broker.Broker;
import dev.mintmark.kit.handoff.KafkaSettings;
import dev.mintmark.topics.TopicCatalogue;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The log of summaries. */
@Singleton
public class SummaryLog {
  private static final String TOPIC = TopicCatalogue.DEVICE_SUMMARIZED.name();
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MOST_RECORDS = 2_000;

  private final KafkaSettings settings;

  SummaryLog(KitConfig config) {
    this.settings = new KafkaSettings(Broker.of(config), "canary-evidence", config.instance());
  }

  /**
   * Where the log ends now, by partition.
   *
   * @throws KafkaException when Kafka does not say
   */
  public Map<Integer, Long> end() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(TOPIC, LIMIT).stream()
              .map(p -> new TopicPartition(TOPIC, p.partition()))
              .toList();
      Map<Integer, Long> ends = new HashMap<>();
      consumer
          .endOffsets(partitions, LIMIT)
          .forEach((partition, end) -> ends.put(partition.partition(), end));
      if (ends.isEmpty()) {
        throw new KafkaException(
            "topic " + TOPIC + " is not there; run 'mintmark topics apply' (CAN-001)");
      }
      return ends;
    }
  }

  /** Reads what these devices summed up from those offsets on. */
  public SummaryReader read(Map<Integer, Long> from, Set<String> devices) {
    Map<TopicPartition, Long> begin = new HashMap<>();
    from.forEach((partition, offset) -> begin.put(new TopicPartition(TOPIC, partition), offset));
    return new SummaryReader(consumer(), begin, devices, System::nanoTime);
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> config = settings.consumer();
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
    // A small heap: what is fetched ahead stays well under it.
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
    return new KafkaConsumer<>(config);
  }
}
