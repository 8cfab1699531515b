package dev.mintmark.contract.rollout;

import dev.mintmark.events.device.v1.DeviceCounted;
import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.events.device.v1.DeviceSummarized;
import dev.mintmark.events.fleet.v1.FleetMetrics;
import dev.mintmark.events.rollout.v1.RolloutChanged;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.Topic.Form;
import dev.mintmark.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the fleet's services have committed, read on from where it was read to before. */
final class FleetLog implements AutoCloseable {
  private static final int FRAME_BYTES = 5;
  private static final int MINUTE_MILLIS = 60_000;

  /** Of canary-controller's outbox. */
  private static final List<Topic> OUTBOX =
      List.of(
          TopicCatalogue.ROLLOUT_REQUESTED,
          TopicCatalogue.ROLLOUT_APPROVED,
          TopicCatalogue.ROLLOUT_CHANGED,
          TopicCatalogue.DEVICE_ENROLLED,
          TopicCatalogue.DEVICE_REPORTED);

  private final KafkaConsumer<byte[], byte[]> consumer;

  /** Sees where partitions end, open transactions included. */
  private final KafkaConsumer<byte[], byte[]> seeing;

  private final List<TopicPartition> partitions = new ArrayList<>();
  private final Counters counters = new Counters();
  private final Map<String, List<RolloutChanged>> changes = new HashMap<>();
  private final Map<String, Instant> lastWord = new HashMap<>();
  private final Set<String> ids = new HashSet<>();
  private final List<String> doubles = new ArrayList<>();
  private final Map<String, Integer> minutes = new HashMap<>();
  private long published;

  FleetLog(String bootstrapServers) {
    consumer = consumer(bootstrapServers, "read_committed");
    seeing = consumer(bootstrapServers, "read_uncommitted");
    List<Topic> topics = new ArrayList<>(OUTBOX);
    topics.add(TopicCatalogue.DEVICE_HEARTBEAT);
    topics.add(TopicCatalogue.DEVICE_COUNTED);
    topics.add(TopicCatalogue.DEVICE_SUMMARIZED);
    topics.add(TopicCatalogue.FLEET_METRICS);
    for (Topic topic : topics) {
      consumer
          .partitionsFor(topic.name())
          .forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers, String isolation) {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", isolation),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  /**
   * Reads what is committed now. A transaction appears in one partition after the other: whoever
   * was seen in one is then waited for in the others.
   */
  void catchUp() {
    read(consumer.endOffsets(partitions));
    read(seeing.endOffsets(partitions));
  }

  private void read(Map<TopicPartition, Long> ends) {
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      consumer.poll(Duration.ofMillis(200)).forEach(this::take);
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> message) {
    if (message.value() == null) {
      return;
    }
    Topic topic = TopicCatalogue.find(message.topic()).orElseThrow();
    if (OUTBOX.contains(topic)) {
      published++;
      String id = new String(message.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
      if (!ids.add(id)) {
        doubles.add("%s/%d@%d".formatted(topic.name(), message.partition(), message.offset()));
      }
    }
    if (topic == TopicCatalogue.ROLLOUT_CHANGED) {
      RolloutChanged change = read(topic, message.value(), RolloutChanged.class);
      changes.computeIfAbsent(change.getRollout(), r -> new ArrayList<>()).add(change);
      lastWord.put(change.getRollout(), Instant.ofEpochMilli(message.timestamp()));
    } else if (topic == TopicCatalogue.DEVICE_HEARTBEAT) {
      counters.sent(read(topic, message.value(), DeviceHeartbeat.class));
    } else if (topic == TopicCatalogue.DEVICE_COUNTED) {
      counters.counted(
          read(topic, message.value(), DeviceCounted.class),
          Instant.ofEpochMilli(message.timestamp()));
    } else if (topic == TopicCatalogue.DEVICE_SUMMARIZED) {
      counters.summed(read(topic, message.value(), DeviceSummarized.class));
    } else if (topic == TopicCatalogue.FLEET_METRICS) {
      take(read(topic, message.value(), FleetMetrics.class));
    }
  }

  /** A window is told again while it grows: the last word holds. */
  private void take(FleetMetrics window) {
    if (window.getWindowMillis() == MINUTE_MILLIS) {
      minutes.put(
          "%s %s %s %d"
              .formatted(
                  window.getRelease(),
                  window.getIndex(),
                  window.getDeviceClass(),
                  window.getWindowStart()),
          window.getHeartbeats());
    }
  }

  private static <T extends SpecificRecord> T read(Topic topic, byte[] value, Class<T> type) {
    int frame = topic.form() == Form.FRAMED ? FRAME_BYTES : 0;
    try {
      return new SpecificDatumReader<>(type)
          .read(null, DecoderFactory.get().binaryDecoder(value, frame, value.length - frame, null));
    } catch (IOException e) {
      throw new AssertionError(topic.name() + " cannot be read", e);
    }
  }

  Counters counters() {
    return counters;
  }

  /** The changes of a rollout, in the log's order. */
  List<RolloutChanged> changes(String rollout) {
    return List.copyOf(changes.getOrDefault(rollout, List.of()));
  }

  /** When the rollout's last change was written to the log. */
  Instant lastWord(String rollout) {
    return Objects.requireNonNull(lastWord.get(rollout), rollout);
  }

  /** Where an event of canary-controller stands whose {@code ce_id} another one has. */
  List<String> doubles() {
    return List.copyOf(doubles);
  }

  /** How many events of canary-controller there are. */
  long published() {
    return published;
  }

  /** Heartbeats of the whole fleet, in all windows of a minute. */
  long heartbeatsOfMinutes() {
    return minutes.values().stream().mapToLong(Integer::longValue).sum();
  }

  @Override
  public void close() {
    consumer.close();
    seeing.close();
  }
}
