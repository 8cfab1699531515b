package dev.mintmark.contract.line;

import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Every committed record of the line, as a foreign consumer reads them. */
public final class Log {
  private Log() {}

  /** Reads all topics and their dead letters to their ends. */
  public static List<ConsumerRecord<byte[], byte[]>> read(String bootstrapServers) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "isolation.level",
            "read_committed",
            "key.deserializer",
            ByteArrayDeserializer.class,
            "value.deserializer",
            ByteArrayDeserializer.class);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
      List<TopicPartition> partitions =
          TopicCatalogue.releases().stream()
              .flatMap(topic -> Stream.of(topic.name(), topic.deadLetters()))
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  /** The topics on which a release stands, one entry for each record. */
  public static List<String> topicsOf(
      List<ConsumerRecord<byte[], byte[]>> records, String release) {
    return records.stream()
        .filter(message -> key(message).equals(release))
        .map(ConsumerRecord::topic)
        .sorted()
        .toList();
  }

  public static Set<String> releases(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(Log::key).collect(Collectors.toSet());
  }

  public static String key(ConsumerRecord<byte[], byte[]> message) {
    return message.key() == null ? "" : new String(message.key(), StandardCharsets.UTF_8);
  }

  /** What a published release leaves: each hand-off once, and no rejection. */
  public static List<String> published() {
    return TopicCatalogue.releases().stream()
        .filter(topic -> topic != TopicCatalogue.RELEASE_REJECTED)
        .map(Topic::name)
        .sorted()
        .toList();
  }
}
