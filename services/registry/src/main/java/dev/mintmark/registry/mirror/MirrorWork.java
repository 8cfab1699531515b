package dev.mintmark.registry.mirror;

import dev.mintmark.kit.handoff.KafkaSettings;
import dev.mintmark.kit.run.Work;
import dev.mintmark.topics.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Follows the log for one mirror, from its beginning on. The place in the log is kept when a
 * release has come there, or was set aside; pushing one again is harmless, so lost places are no
 * trouble.
 */
final class MirrorWork implements Work {
  private static final Logger LOG = Logger.getLogger(MirrorWork.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 8;

  private final Mirror mirror;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final MirrorRelease work;
  private final MirrorState state;
  private final MeterRegistry metrics;

  MirrorWork(
      Mirror mirror,
      Supplier<Consumer<byte[], byte[]>> consumers,
      MirrorRelease work,
      MirrorState state,
      MeterRegistry metrics) {
    this.mirror = mirror;
    this.consumers = consumers;
    this.work = work;
    this.state = state;
    this.metrics = metrics;
  }

  /**
   * A consumer that is nobody's member: pushing may take longer than a group waits for one, so all
   * partitions are taken by hand.
   */
  static Consumer<byte[], byte[]> consumer(KafkaSettings kafka) {
    Map<String, Object> settings = kafka.consumer();
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new KafkaConsumer<>(settings);
  }

  @Override
  public void run(Control control) throws Exception {
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      List<TopicPartition> partitions = partitions(consumer);
      consumer.assign(partitions);
      while (!control.stopping()) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          if (!take(message, control)) {
            return;
          }
          consumer.commitSync(
              Map.of(
                  new TopicPartition(message.topic(), message.partition()),
                  new OffsetAndMetadata(message.offset() + 1)));
        }
        state.behind(behind(consumer, partitions));
        control.ready();
      }
    }
  }

  private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
    return Published.TOPICS.stream()
        .map(Topic::name)
        .flatMap(topic -> consumer.partitionsFor(topic, LIMIT).stream())
        .map(found -> new TopicPartition(found.topic(), found.partition()))
        .toList();
  }

  private static long behind(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, LIMIT);
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey(), LIMIT)))
        .sum();
  }

  /** Whether the record was dealt with; else this part of the service is to stop. */
  private boolean take(ConsumerRecord<byte[], byte[]> message, Control control)
      throws InterruptedException {
    Optional<Published> release = Published.read(message);
    if (release.isEmpty()) {
      return true;
    }
    for (int attempt = 1; !control.stopping(); attempt++) {
      Optional<Trouble> trouble = tried(release.get(), attempt);
      if (trouble.isEmpty()) {
        return true;
      }
      control.pause(pause(attempt));
    }
    return false;
  }

  /** What has to pass before it is tried again; empty when there is nothing more to do. */
  private Optional<Trouble> tried(Published release, int attempt) {
    try {
      Optional<MirrorPush.Pushed> pushed = work.bring(release);
      count(pushed.isPresent() ? "mirrored" : "withdrawn");
      state.done(release);
      LOG.infof(
          "release mirrored mirror=%s release=%s digest=%s outcome=%s sent=%d found=%d",
          mirror.name(),
          release.id(),
          release.index(),
          pushed.isPresent() ? "mirrored" : "withdrawn",
          pushed.map(MirrorPush.Pushed::sent).orElse(0),
          pushed.map(MirrorPush.Pushed::found).orElse(0));
      return Optional.empty();
    } catch (Exception e) {
      return tell(release, attempt, e);
    }
  }

  private Optional<Trouble> tell(Published release, int attempt, Exception error) {
    Trouble trouble = Trouble.of(error);
    count(trouble.waits() ? "failed" : "refused");
    if (trouble.waits()) {
      state.waits(release, trouble);
      LOG.warnf(
          "mirror waits mirror=%s release=%s attempts=%d errorCode=%s error=%s",
          mirror.name(), release.id(), attempt, trouble.code(), trouble);
      return Optional.of(trouble);
    }
    state.setAside(release, trouble);
    LOG.errorf(
        trouble.code().equals("REG-047") ? error : null,
        "release set aside mirror=%s release=%s errorCode=%s error=%s",
        mirror.name(),
        release.id(),
        trouble.code(),
        trouble);
    return Optional.empty();
  }

  /** 1 s, doubled with each failure, up to 256 s. */
  static Duration pause(int attempt) {
    return SHORTEST.multipliedBy(1L << Math.min(attempt - 1, MOST_DOUBLINGS));
  }

  private void count(String outcome) {
    metrics
        .counter("mintmark.registry.mirrored", "mirror", mirror.name(), "outcome", outcome)
        .increment();
  }
}
