package dev.mintmark.telemetry.rollouts;

import dev.mintmark.events.rollout.v1.RolloutChanged;
import dev.mintmark.kit.handoff.EventVersions;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.kit.run.Supervisor;
import dev.mintmark.kit.run.Work;
import dev.mintmark.telemetry.clients.Clients;
import dev.mintmark.topics.TopicCatalogue;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Reads {@code rollout.changed} from its beginning, and follows it. */
@Singleton
final class RolloutReader {
  private static final Logger LOG = Logger.getLogger(RolloutReader.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final EventVersions<RolloutChanged> versions = new EventVersions<>(RolloutChanged.class);
  private final Clients clients;
  private final OpenClasses open;
  private final Supervisor supervisor;

  RolloutReader(Clients clients, OpenClasses open, Supervisor supervisor) {
    this.clients = clients;
    this.open = open;
    this.supervisor = supervisor;
  }

  void start(@Observes StartupEvent event) {
    supervisor.supervise("rollouts", this::follow);
  }

  private void follow(Work.Control control) {
    try (Consumer<byte[], byte[]> consumer = clients.reading("rollouts")) {
      List<TopicPartition> partitions =
          Clients.partitions(consumer, TopicCatalogue.ROLLOUT_CHANGED.name());
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      boolean caughtUp = false;
      while (!control.stopping()) {
        consumer.poll(POLL).forEach(this::take);
        if (!caughtUp && ends.entrySet().stream().allMatch(end -> reached(consumer, end))) {
          caughtUp = true;
          open.caughtUp();
          control.ready();
        }
      }
    }
  }

  private static boolean reached(Consumer<?, ?> consumer, Map.Entry<TopicPartition, Long> end) {
    return consumer.position(end.getKey()) >= end.getValue();
  }

  private void take(ConsumerRecord<byte[], byte[]> message) {
    try {
      if (message.value() == null) {
        throw new UnreadableException("KIT-011", "the record has no value");
      }
      open.apply(versions.read(message.value(), message.headers()));
    } catch (UnreadableException e) {
      // The controller, whose record it is, finds it too; evidence of more devices harms nobody.
      LOG.warnf(
          "rollout change skipped position=%s/%d@%d errorCode=%s error=%s",
          message.topic(), message.partition(), message.offset(), e.code(), e.getMessage());
    }
  }
}
