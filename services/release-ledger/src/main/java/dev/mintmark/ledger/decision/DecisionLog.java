package dev.mintmark.ledger.decision;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.broker.Broker;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.handoff.KafkaSettings;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.store.UnavailableException;
import dev.mintmark.topics.Topic;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Writes decisions, acknowledged by all replicas. The producer is made when the first one comes: a
 * ledger that is only read needs none.
 */
@Singleton
public class DecisionLog {
  /** A caller waits this long for an absent broker, then hears of it. */
  private static final int PATIENCE_MILLIS = 10_000;

  private final KafkaSettings settings;
  private final Clock clock = Clock.systemUTC();
  private @Nullable Producer<byte[], byte[]> producer;

  DecisionLog(KitConfig config) {
    this.settings = new KafkaSettings(Broker.of(config), "release-ledger-door", config.instance());
  }

  /**
   * A decision about a release.
   *
   * @param id derived from what is decided: a decision that is made again has the same one
   */
  public record Decision(Topic topic, ReleaseId release, String id, SpecificRecord event) {}

  /**
   * Writes one decision on another thread.
   *
   * @return fails with {@link UnavailableException} when the broker does not acknowledge it
   */
  public Uni<Void> append(Decision decision) {
    return Uni.createFrom()
        .voidItem()
        .invoke(() -> write(List.of(decision)))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  /**
   * Writes decisions, and waits for all of them.
   *
   * @throws UnavailableException when the log does not take them now
   */
  public void write(List<Decision> decisions) {
    try {
      List<Future<?>> sent = new ArrayList<>();
      decisions.forEach(decision -> sent.add(producer().send(message(decision))));
      for (Future<?> one : sent) {
        one.get();
      }
    } catch (ExecutionException | KafkaException e) {
      throw new UnavailableException("cannot write decisions to the log", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("stopped while writing decisions to the log", e);
    }
  }

  private ProducerRecord<byte[], byte[]> message(Decision decision) {
    String release = decision.release().toString();
    return new ProducerRecord<>(
        decision.topic().name(),
        null,
        release.getBytes(UTF_8),
        EventCodec.write(decision.event()),
        EventHeaders.ofFleet(decision.topic(), release, "release-ledger", decision.id(), clock));
  }

  private synchronized Producer<byte[], byte[]> producer() {
    Producer<byte[], byte[]> there = producer;
    if (there == null) {
      Map<String, Object> config = new HashMap<>(settings.idempotentProducer());
      config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
      config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 2);
      config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
      there = new KafkaProducer<>(config);
      producer = there;
    }
    return there;
  }

  @PreDestroy
  synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofMillis(PATIENCE_MILLIS));
    }
  }
}
