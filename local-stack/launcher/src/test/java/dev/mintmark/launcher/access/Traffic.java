package dev.mintmark.launcher.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.mintmark.embedded.Endpoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Reads and writes as a client of those settings. */
final class Traffic {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Traffic() {}

  static Map<String, Object> login(Endpoints endpoints, String identity, String password) {
    return replaced(
        KafkaLogin.of(endpoints, identity), Map.of(endpoints.kafkaPassword(identity), password));
  }

  /** The same login with other words in it. */
  static Map<String, Object> replaced(Map<String, Object> client, Map<String, String> words) {
    Map<String, Object> config = new HashMap<>(client);
    words.forEach((word, other) ->
        config.computeIfPresent(
            "sasl.jaas.config", (key, value) -> String.valueOf(value).replace(word, other)));
    return config;
  }

  static void write(Map<String, Object> client, String topic, String value) throws Exception {
    Map<String, Object> config = new HashMap<>(client);
    // Else the first refusal is that of the producer's id, which is of no topic.
    config.put("enable.idempotence", false);
    try (KafkaProducer<byte[], byte[]> producer = producer(config)) {
      producer.send(new ProducerRecord<>(topic, 0, null, value.getBytes(UTF_8))).get();
    }
  }

  /** A position on one topic and a record on another, in one transaction, as hand-offs are. */
  static void handOff(Map<String, Object> client, String id, String group, String from, String to) {
    Map<String, Object> config = new HashMap<>(client);
    config.put("transactional.id", id);
    try (KafkaProducer<byte[], byte[]> producer = producer(config)) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(to, 0, null, id.getBytes(UTF_8)));
      producer.sendOffsetsToTransaction(
          Map.of(new TopicPartition(from, 0), new OffsetAndMetadata(0)),
          new ConsumerGroupMetadata(group));
      producer.commitTransaction();
    }
  }

  /**
   * What stands in the first partition; the position is committed where there is a group.
   *
   * @param group null for none
   */
  static List<String> read(Map<String, Object> client, @Nullable String group, String topic) {
    Map<String, Object> config = new HashMap<>(client);
    config.put("enable.auto.commit", false);
    config.put("auto.offset.reset", "earliest");
    if (group != null) {
      config.put("group.id", group);
    }
    List<String> values = new ArrayList<>();
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = requireNonNull(consumer.endOffsets(List.of(partition), LIMIT).get(partition));
      while (consumer.position(partition, LIMIT) < end) {
        consumer.poll(LIMIT).forEach(found -> values.add(new String(found.value(), UTF_8)));
      }
      if (group != null) {
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(end)), LIMIT);
      }
    }
    return values;
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
