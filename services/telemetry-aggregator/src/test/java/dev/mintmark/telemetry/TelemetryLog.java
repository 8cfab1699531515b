package dev.mintmark.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.events.device.v1.DeviceCounted;
import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.events.fleet.v1.FleetSummed;
import dev.mintmark.events.rollout.v1.RolloutChanged;
import dev.mintmark.kit.framing.Framing;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The log of the stack: what stands in it, and a way around the door. */
final class TelemetryLog implements AutoCloseable {
  private final String bootstrapServers;
  private final KafkaProducer<byte[], byte[]> producer;

  TelemetryLog(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrapServers);
    config.put("compression.type", "zstd");
    config.put("linger.ms", 5);
    config.put("batch.size", 128 << 10);
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Writes a batch as the door would. */
  void write(DeviceHeartbeat batch) {
    write(
        TopicCatalogue.DEVICE_HEARTBEAT,
        batch.getDevice(),
        Framing.frame(FakeRegistry.HEARTBEAT, EventCodec.write(batch)));
  }

  /** Tells of a rollout, as the controller does. */
  void write(RolloutChanged change) {
    write(
        TopicCatalogue.ROLLOUT_CHANGED,
        change.getName() + ":" + change.getVersion(),
        EventCodec.write(change));
  }

  void write(Topic topic, String key, byte[] value) {
    producer.send(new ProducerRecord<>(topic.name(), key.getBytes(UTF_8), value));
  }

  void flush() {
    producer.flush();
  }

  /** Every committed record of a topic. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
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

  KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            false,
            "max.poll.records",
            5_000),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  /** The last heartbeat of each device that is counted. */
  Map<String, Long> counted() throws UnreadableException {
    Map<String, Long> last = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> message : read(TopicCatalogue.DEVICE_COUNTED.name())) {
      DeviceCounted position = EventCodec.read(message.value(), DeviceCounted.class);
      last.put(position.getDevice(), position.getLastSequence());
    }
    return last;
  }

  /** Heartbeats in all committed parts. */
  long summedHeartbeats() throws UnreadableException {
    long sum = 0;
    for (ConsumerRecord<byte[], byte[]> message : read(TopicCatalogue.FLEET_SUMMED.name())) {
      sum += EventCodec.read(message.value(), FleetSummed.class).getHeartbeats();
    }
    return sum;
  }

  @Override
  public void close() {
    producer.close();
  }
}
