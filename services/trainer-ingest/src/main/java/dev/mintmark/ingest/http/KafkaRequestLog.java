package dev.mintmark.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.handoff.KafkaSettings;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.store.UnavailableException;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Build requests on their topic, written by an idempotent producer and acknowledged by all. */
public final class KafkaRequestLog implements RequestLog {
  private static final Topic TOPIC = TopicCatalogue.BUILD_REQUESTED;

  /** A caller waits this long for an absent broker, then hears of it. */
  private static final int PATIENCE_MILLIS = 10_000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final Clock clock;

  public KafkaRequestLog(KafkaSettings settings, Clock clock) {
    Map<String, Object> config = new HashMap<>(settings.idempotentProducer());
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 2);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    this.producer = new KafkaProducer<>(config);
    this.clock = clock;
  }

  @Override
  public void append(ReleaseId release, byte[] value) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            TOPIC.name(),
            null,
            release.toString().getBytes(UTF_8),
            value,
            EventHeaders.ofRequest(TOPIC, release, value, clock));
    try {
      producer.send(message).get();
    } catch (ExecutionException | KafkaException e) {
      throw new UnavailableException("cannot write to " + TOPIC.name(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("stopped while writing to " + TOPIC.name(), e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofMillis(PATIENCE_MILLIS));
  }
}
