package dev.mintmark.ledger.rebuild.chain;

import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.broker.Broker;
import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.store.UnavailableException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Single records out of the log: what a hand-off said, where the artifact store lost it. */
@Singleton
public class LogValues {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Broker broker;

  LogValues(KitConfig config) {
    this.broker = Broker.of(config);
  }

  /**
   * The value of the record at that position; empty when the log has none there any more.
   *
   * @throws UnavailableException when the broker does not answer
   */
  public Optional<byte[]> at(Position position) {
    TopicPartition partition = new TopicPartition(position.topic(), position.partition());
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      if (consumer.endOffsets(List.of(partition), LIMIT).getOrDefault(partition, 0L)
          <= position.offset()) {
        return Optional.empty();
      }
      consumer.assign(List.of(partition));
      consumer.seek(partition, position.offset());
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(LIMIT)) {
        return found.offset() == position.offset()
            ? Optional.ofNullable(found.value())
            : Optional.empty();
      }
      throw new UnavailableException(
          "cannot read " + position, new KafkaException("nothing came in " + LIMIT));
    } catch (OffsetOutOfRangeException gone) {
      return Optional.empty();
    } catch (KafkaException e) {
      throw new UnavailableException("cannot read " + position, e);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> config = broker.client("release-ledger-values");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
