package dev.mintmark.contract.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.contract.line.Log;
import dev.mintmark.contract.line.Requests;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.topics.TopicCatalogue;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Requests releases, straight to the broker, and sees them end. Used by one thread. */
final class Releases implements AutoCloseable {
  private static final String FIRST = SmallRelease.NAME + ":v1.0.0";

  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Set<String> requested = new HashSet<>();
  private final Set<String> ended = new HashSet<>();
  private final BuildRequested first;

  /** Begins once the first release has been requested. */
  Releases(String bootstrapServers) throws IOException {
    first = Requests.of(Log.read(bootstrapServers), FIRST);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "reconnect.backoff.max.ms", 1_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "reconnect.backoff.max.ms",
                1_000),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> ends =
        Stream.of(TopicCatalogue.RELEASE_PUBLISHED, TopicCatalogue.RELEASE_REJECTED)
            .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(ends);
    consumer.seekToBeginning(ends);
    requested.add(FIRST);
  }

  /** Requests the first release again under another version. */
  void request() throws IOException, ExecutionException, InterruptedException {
    String version = "v1.0." + requested.size();
    String release = SmallRelease.NAME + ":" + version;
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            TopicCatalogue.BUILD_REQUESTED.name(),
            release.getBytes(UTF_8),
            Requests.bytes(BuildRequested.newBuilder(first).setVersion(version).build()));
    message.headers().add("mintmark_run", "live".getBytes(UTF_8));
    producer.send(message).get();
    requested.add(release);
  }

  /** Looks at what has ended since. */
  void look(Duration patience) {
    consumer.poll(patience).forEach(message -> ended.add(Log.key(message)));
  }

  int inFlight() {
    return requested.size() - ended.size();
  }

  int ended() {
    return ended.size();
  }

  Set<String> requested() {
    return Set.copyOf(requested);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    consumer.close();
  }
}
