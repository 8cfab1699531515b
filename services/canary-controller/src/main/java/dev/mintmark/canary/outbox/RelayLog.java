package dev.mintmark.canary.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.broker.Broker;
import dev.mintmark.kit.framing.Framing;
import dev.mintmark.kit.framing.SchemaIds;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.handoff.KafkaSettings;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Kafka as the relay sees it. The relay's position in the outbox is the committed offset of a group
 * of its own, which nobody reads by: so records and position are one transaction.
 */
final class RelayLog implements AutoCloseable {
  private static final String STEP = "canary-relay";
  private static final TopicPartition POSITION =
      new TopicPartition(TopicCatalogue.ROLLOUT_CHANGED.name(), 0);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Producer<byte[], byte[]> producer;
  private final KafkaSettings settings;
  private final KitConfig config;
  private final Map<String, Integer> schemaIds = new HashMap<>();

  private RelayLog(Producer<byte[], byte[]> producer, KafkaSettings settings, KitConfig config) {
    this.producer = producer;
    this.settings = settings;
    this.config = config;
  }

  /** Opens the log. */
  @FunctionalInterface
  interface Factory {
    RelayLog open();
  }

  /** One transactional id for all instances: the one that leads fences the one that did. */
  static RelayLog open(KitConfig config) {
    KafkaSettings settings = new KafkaSettings(Broker.of(config), STEP, "leader");
    Producer<byte[], byte[]> producer = new KafkaProducer<>(settings.producer());
    try {
      producer.initTransactions();
      return new RelayLog(producer, settings, config);
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /** The position of the last transaction that was committed; 0 before the first. */
  long position() {
    Map<String, Object> consumer = settings.consumer();
    consumer.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    try (KafkaConsumer<byte[], byte[]> asking = new KafkaConsumer<>(consumer)) {
      OffsetAndMetadata committed = asking.committed(Set.of(POSITION), LIMIT).get(POSITION);
      return committed == null ? 0 : committed.offset();
    }
  }

  /** Publishes the batch and moves the position, both or neither. */
  void publish(List<OutboxStore.Numbered> batch, long position)
      throws IOException, InterruptedException {
    List<ProducerRecord<byte[], byte[]>> records = new java.util.ArrayList<>(batch.size());
    for (OutboxStore.Numbered event : batch) {
      records.add(message(event));
    }
    producer.beginTransaction();
    try {
      records.forEach(producer::send);
      producer.sendOffsetsToTransaction(
          Map.of(POSITION, new OffsetAndMetadata(position)), new ConsumerGroupMetadata(STEP));
      producer.commitTransaction();
    } catch (KafkaException e) {
      abort(e);
      throw e;
    }
  }

  private ProducerRecord<byte[], byte[]> message(OutboxStore.Numbered event)
      throws IOException, InterruptedException {
    Topic topic =
        TopicCatalogue.find(event.topic())
            .orElseThrow(() -> new IllegalStateException("no topic " + event.topic()));
    return new ProducerRecord<>(
        topic.name(),
        null,
        event.key().getBytes(UTF_8),
        value(topic, event.value()),
        EventHeaders.ofFleet(
            topic,
            event.subject(),
            "canary-controller",
            event.ceId(),
            Clock.fixed(event.time(), ZoneOffset.UTC)));
  }

  private byte[] value(Topic topic, byte[] avro) throws IOException, InterruptedException {
    return switch (topic.form()) {
      case RAW -> avro;
      case FRAMED -> Framing.frame(schemaId(topic), avro);
    };
  }

  private int schemaId(Topic topic) throws IOException, InterruptedException {
    Integer known = schemaIds.get(topic.name());
    if (known == null) {
      known = new SchemaIds(config.schemaRegistry().orElseThrow(RelayLog::noRegistry)).find(topic);
      schemaIds.put(topic.name(), known);
    }
    return known;
  }

  private static IllegalStateException noRegistry() {
    return new IllegalStateException(
        "events of devices cannot be published without a schema registry; set"
            + " mintmark.schema-registry (CAN-002)");
  }

  private void abort(KafkaException cause) {
    try {
      producer.abortTransaction();
    } catch (KafkaException e) {
      // The next log's initTransactions ends it.
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
