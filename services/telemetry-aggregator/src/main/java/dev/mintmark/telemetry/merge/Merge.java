package dev.mintmark.telemetry.merge;

import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.handoff.StartingOffsets;
import dev.mintmark.kit.run.Supervisor;
import dev.mintmark.kit.run.Work;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.telemetry.TelemetryConfig;
import dev.mintmark.telemetry.clients.Clients;
import dev.mintmark.telemetry.clients.FramedTopics;
import dev.mintmark.topics.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;

/** Runs the merge on Kafka Streams, and makes it anew after each failure. */
@Singleton
final class Merge {
  /** The group, and the first part of the changelog's name. */
  static final String APPLICATION = Clients.SERVICE + "-merge";

  private static final Duration CLOSING = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final int SESSION_MILLIS = 6_000;

  private final Clients clients;
  private final FramedTopics framed;
  private final Supervisor supervisor;
  private final StartingOffsets offsets;
  private final MergeMetrics metrics;
  private final Duration grace;
  private final Path stateFolder;

  Merge(
      Clients clients,
      FramedTopics framed,
      Supervisor supervisor,
      Pointers pointers,
      MeterRegistry registry,
      TelemetryConfig config,
      KitConfig kit) {
    this.clients = clients;
    this.framed = framed;
    this.supervisor = supervisor;
    this.offsets = new StartingOffsets(pointers);
    this.metrics = new MergeMetrics(registry);
    this.grace = config.grace();
    this.stateFolder = kit.workDir().resolve("streams");
  }

  void start(@Observes StartupEvent event) {
    supervisor.supervise("merge", this::run);
  }

  private void run(Work.Control control) throws InterruptedException {
    int id = framed.await(TopicCatalogue.FLEET_METRICS, control);
    try (Consumer<byte[], byte[]> consumer = clients.offsetsOf(APPLICATION)) {
      offsets.ensure(consumer, APPLICATION, TopicCatalogue.FLEET_SUMMED.name());
    }
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    try (KafkaStreams streams =
        new KafkaStreams(MergeTopology.of(id, grace, metrics), properties())) {
      streams.setUncaughtExceptionHandler(error -> {
        failure.set(error);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      });
      streams.start();
      while (!control.stopping() && !streams.state().hasStartedOrFinishedShuttingDown()) {
        if (streams.state() == KafkaStreams.State.RUNNING) {
          control.ready();
        }
        control.pause(LOOK);
      }
      streams.close(CLOSING);
    }
    if (!control.stopping()) {
      throw new IllegalStateException("the merge ended", failure.get());
    }
  }

  private Properties properties() {
    Properties config = new Properties();
    config.putAll(clients.common("merge"));
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    config.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder.toString());
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    // The service measures what it needs to itself.
    config.put(StreamsConfig.BUILT_IN_METRICS_VERSION_CONFIG, StreamsConfig.METRICS_LATEST);
    consumer().forEach((key, value) -> config.put(StreamsConfig.mainConsumerPrefix(key), value));
    config.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000);
    config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "zstd");
    return config;
  }

  /** A restarted instance takes its tasks back at once; lost offsets stop the merge. */
  private Map<String, Object> consumer() {
    return Map.of(
        ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
        APPLICATION + "-" + clients.instance(),
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
        SESSION_MILLIS,
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
        SESSION_MILLIS / 4,
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "none");
  }
}
