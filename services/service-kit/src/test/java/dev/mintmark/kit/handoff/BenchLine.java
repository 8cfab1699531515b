package dev.mintmark.kit.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Two topics, and who fills the first and watches what is committed in the second. */
final class BenchLine implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);

  private final KafkaSettings settings;
  private final Topic from;
  private final Topic to;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> watcher;
  private int sent;

  BenchLine(String bootstrapServers) {
    this.settings = new KafkaSettings(bootstrapServers, "bench", "0");
    this.from = topic("bench.in");
    this.to = topic("bench.out");
    Topics.create(bootstrapServers, List.of(from, to));
    this.producer = new KafkaProducer<>(settings.idempotentProducer());
    this.watcher =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    watcher.assign(
        watcher.partitionsFor(to.name()).stream()
            .map(info -> new TopicPartition(to.name(), info.partition()))
            .toList());
    watcher.seekToBeginning(watcher.assignment());
  }

  private static Topic topic(String name) {
    Topic like = EchoProcess.FROM;
    return new Topic(
        name, like.schema(), like.form(), 6, like.kept(), like.madeBy(), like.readBy());
  }

  /** Of whoever hands off; one after the other. */
  KafkaSettings settings() {
    return settings;
  }

  Topic from() {
    return from;
  }

  Topic to() {
    return to;
  }

  void fill(int number) throws ExecutionException, InterruptedException {
    List<Future<RecordMetadata>> acknowledged = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      acknowledged.add(send());
    }
    for (Future<RecordMetadata> each : acknowledged) {
      each.get();
    }
  }

  private Future<RecordMetadata> send() {
    ReleaseRejected event = Events.rejection("release-" + sent++, "v1.0.0");
    ProducerRecord<byte[], byte[]> message = Events.message(event);
    return producer.send(
        new ProducerRecord<>(
            from.name(), null, null, message.key(), message.value(), message.headers()));
  }

  /** Hand-offs a second between the first sight of answers and the last one's. */
  double drained(int number) {
    long first = 0;
    int atFirst = 0;
    int seen = 0;
    long now = 0;
    while (seen < number) {
      int count = watcher.poll(POLL).count();
      now = System.nanoTime();
      if (first == 0 && count > 0) {
        first = now;
        atFirst = count;
      }
      seen += count;
    }
    return (seen - atFirst) * 1e9 / Math.max(1, now - first);
  }

  /**
   * Sends evenly.
   *
   * @return milliseconds from sending to the sight of the committed answer, sorted
   */
  double[] latencies(double perSecond, int number) throws InterruptedException {
    Map<String, Long> sentAt = new ConcurrentHashMap<>();
    Thread sender = Thread.ofPlatform().daemon().start(() -> sendEvenly(perSecond, number, sentAt));
    double[] latencies = new double[number];
    int seen = 0;
    while (seen < number) {
      for (ConsumerRecord<byte[], byte[]> answer : watcher.poll(POLL)) {
        long since = Objects.requireNonNull(sentAt.get(new String(answer.key(), UTF_8)));
        latencies[seen++] = (System.nanoTime() - since) / 1e6;
      }
    }
    sender.join();
    Arrays.sort(latencies);
    return latencies;
  }

  private void sendEvenly(double perSecond, int number, Map<String, Long> sentAt) {
    long start = System.nanoTime();
    for (int i = 0; i < number; i++) {
      long due = start + (long) (i * 1e9 / perSecond);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      // When it was due, so that a stalled sender does not hide a stall.
      sentAt.put("release-" + sent + ":v1.0.0", due);
      send();
    }
  }

  @Override
  public void close() {
    producer.close();
    watcher.close();
  }
}
