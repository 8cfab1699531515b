package dev.mintmark.telemetry.fleet;

import dev.mintmark.events.fleet.v1.FleetMetrics;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.kit.run.Supervisor;
import dev.mintmark.kit.run.Work;
import dev.mintmark.telemetry.clients.Clients;
import dev.mintmark.telemetry.clients.FramedTopics;
import dev.mintmark.topics.TopicCatalogue;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Reads {@code fleet.metrics} as any consumer would, from a quarter of an hour ago. */
@Singleton
final class MetricsReader {
  private static final Logger LOG = Logger.getLogger(MetricsReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration BACK = Duration.ofMinutes(15);

  private final Clients clients;
  private final FramedTopics framed;
  private final LatestWindows latest;
  private final Supervisor supervisor;

  MetricsReader(Clients clients, FramedTopics framed, LatestWindows latest, Supervisor supervisor) {
    this.clients = clients;
    this.framed = framed;
    this.latest = latest;
    this.supervisor = supervisor;
  }

  void start(@Observes StartupEvent event) {
    supervisor.supervise("fleet-metrics", this::follow);
  }

  private void follow(Work.Control control) throws InterruptedException {
    int id = framed.await(TopicCatalogue.FLEET_METRICS, control);
    try (Consumer<byte[], byte[]> consumer = clients.reading("metrics")) {
      List<TopicPartition> partitions =
          Clients.partitions(consumer, TopicCatalogue.FLEET_METRICS.name());
      consumer.assign(partitions);
      seek(consumer, partitions);
      control.ready();
      while (!control.stopping()) {
        consumer.poll(POLL).forEach(message -> take(message, id));
      }
    }
  }

  private static void seek(Consumer<?, ?> consumer, List<TopicPartition> partitions) {
    long from = System.currentTimeMillis() - BACK.toMillis();
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, from));
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    consumer
        .offsetsForTimes(times)
        .forEach((partition, found) ->
            consumer.seek(
                partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset()));
  }

  private void take(ConsumerRecord<byte[], byte[]> message, int schemaId) {
    try {
      if (message.value() == null) {
        throw new UnreadableException("KIT-011", "the record has no value");
      }
      byte[] avro = FramedTopics.unframe(message.value(), schemaId);
      latest.take(MetricsView.of(EventCodec.read(avro, FleetMetrics.class)));
    } catch (UnreadableException e) {
      // Shown to people only; whoever decides by it reads the topic.
      LOG.warnf(
          "fleet metrics skipped position=%s/%d@%d errorCode=%s error=%s",
          message.topic(), message.partition(), message.offset(), e.code(), e.getMessage());
    }
  }
}
