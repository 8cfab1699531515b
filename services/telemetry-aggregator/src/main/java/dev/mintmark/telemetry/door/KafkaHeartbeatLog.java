package dev.mintmark.telemetry.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.framing.Framing;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.run.Supervisor;
import dev.mintmark.kit.run.Work;
import dev.mintmark.telemetry.TelemetryConfig;
import dev.mintmark.telemetry.clients.Clients;
import dev.mintmark.telemetry.clients.FramedTopics;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Batches as framed records of {@code device.heartbeat}, one for each, keyed by device. */
@Singleton
final class KafkaHeartbeatLog implements HeartbeatLog {
  private static final Topic TOPIC = TopicCatalogue.DEVICE_HEARTBEAT;
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration CLOSING = Duration.ofSeconds(5);
  private static final Duration CONNECTING = Duration.ofSeconds(10);

  private final Clients clients;
  private final FramedTopics framed;
  private final Supervisor supervisor;
  private final long bufferBytes;
  private final Clock clock = Clock.systemUTC();
  private volatile @Nullable Open open;

  /** What it takes to write. */
  private record Open(Producer<byte[], byte[]> producer, int schemaId) {}

  KafkaHeartbeatLog(
      Clients clients, FramedTopics framed, Supervisor supervisor, TelemetryConfig config) {
    this.clients = clients;
    this.framed = framed;
    this.supervisor = supervisor;
    // Twice what may be under way: the producer rounds up, and must never wait for memory.
    this.bufferBytes = Math.max(2 * config.inFlight().asLongValue(), 8 << 20);
  }

  void start(@Observes StartupEvent event) {
    supervisor.supervise("door", this::run);
  }

  private void run(Work.Control control) throws InterruptedException {
    int id = framed.await(TOPIC, control);
    Producer<byte[], byte[]> producer = clients.door(bufferBytes);
    try {
      // From here on it knows the topic, so that sending does not wait for the broker.
      learnTopic(producer, control);
      open = new Open(producer, id);
      control.ready();
      while (!control.stopping()) {
        control.pause(LONG);
      }
    } finally {
      open = null;
      producer.close(CLOSING);
    }
  }

  /**
   * The door's producer never waits for long, so it is asked again, and not made anew: it goes on
   * connecting meanwhile.
   *
   * @throws TimeoutException when it does not know the topic after 10 s
   */
  private static void learnTopic(Producer<byte[], byte[]> producer, Work.Control control) {
    long giveUp = System.nanoTime() + CONNECTING.toNanos();
    while (!control.stopping()) {
      try {
        producer.partitionsFor(TOPIC.name());
        return;
      } catch (TimeoutException e) {
        if (System.nanoTime() > giveUp) {
          throw e;
        }
      }
    }
  }

  @Override
  public boolean isOpen() {
    return open != null;
  }

  @Override
  public CompletionStage<Void> append(String device, long firstSequence, byte[] avro) {
    Open to = open;
    if (to == null) {
      return CompletableFuture.failedFuture(new KafkaException("not connected"));
    }
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            TOPIC.name(),
            null,
            null,
            device.getBytes(UTF_8),
            Framing.frame(to.schemaId(), avro),
            EventHeaders.ofFleet(
                TOPIC, device, Clients.SERVICE, id(device, firstSequence, avro), clock));
    CompletableFuture<Void> written = new CompletableFuture<>();
    try {
      to.producer()
          .send(
              message,
              (metadata, error) -> {
                if (error == null) {
                  written.complete(null);
                } else {
                  written.completeExceptionally(error);
                }
              });
    } catch (RuntimeException e) {
      // Kafka's own, or the producer was closed a moment ago.
      written.completeExceptionally(e);
    }
    return written;
  }

  private static String id(String device, long firstSequence, byte[] avro) {
    String said = device + '\n' + firstSequence + '\n' + Digest.of(avro).hex();
    return Digest.of(said.getBytes(UTF_8)).hex();
  }
}
