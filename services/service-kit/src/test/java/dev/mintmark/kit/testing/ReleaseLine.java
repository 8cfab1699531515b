package dev.mintmark.kit.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import io.minio.MinioClient;
import io.minio.UploadObjectArgs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker and an S3 with all that a step of the line, as a process of its own, needs of them. */
public final class ReleaseLine implements AutoCloseable {
  private final EmbeddedStack stack;
  private final Path folder;

  private ReleaseLine(EmbeddedStack stack, Path folder) {
    this.stack = stack;
    this.folder = folder;
  }

  public static ReleaseLine start(Path folder) {
    EmbeddedStack stack =
        EmbeddedStack.start(folder.resolve("stack"), EnumSet.of(Part.KAFKA, Part.S3));
    Topics.create(stack.kafkaBootstrapServers(), TopicCatalogue.all());
    return new ReleaseLine(stack, folder);
  }

  /** Settings of the service under test, to be added to. */
  public ServiceSettings settings() throws IOException {
    return ServiceSettings.in(folder.resolve("service")).stack(stack);
  }

  /** Puts bytes where the artifact of that digest belongs, whatever they hash to. */
  public void overwrite(Digest digest, Path file) throws Exception {
    try (MinioClient client = client()) {
      upload(client, "", digest.hex(), file);
    }
  }

  /** Copies the artifacts of a folder store into the bucket. */
  public void upload(Path store) throws Exception {
    upload("", store);
  }

  /**
   * The same into a part of the bucket.
   *
   * @param prefix e.g. {@code rebuild/rebuild-1/}
   */
  public void upload(String prefix, Path store) throws Exception {
    try (MinioClient client = client();
        Stream<Path> files = Files.list(store)) {
      for (Path file : files.toList()) {
        upload(client, prefix, file.getFileName().toString(), file);
      }
    }
  }

  private void upload(MinioClient client, String prefix, String hex, Path file) throws Exception {
    client.uploadObject(
        UploadObjectArgs.builder()
            .bucket(stack.s3Bucket())
            .object(prefix + "sha256/" + hex.substring(0, 2) + "/" + hex)
            .filename(file.toString())
            .build());
  }

  private MinioClient client() {
    return MinioClient.builder()
        .endpoint(stack.s3Endpoint().toString())
        .region("us-east-1")
        .credentials(stack.s3AccessKey(), stack.s3SecretKey())
        .build();
  }

  /** Writes an event as the step before would. */
  public void send(Topic topic, ReleaseId release, SpecificRecord event)
      throws ExecutionException, InterruptedException {
    send(topic, release, event, EventHeaders.LIVE);
  }

  /** The same in that run. */
  public void send(Topic topic, ReleaseId release, SpecificRecord event, String run)
      throws ExecutionException, InterruptedException {
    byte[] value = EventCodec.write(event);
    Headers headers =
        EventHeaders.ofRequest(topic, release, value, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    headers.remove(EventHeaders.RUN);
    headers.add(EventHeaders.RUN, run.getBytes(UTF_8));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.kafkaBootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  topic.name(), null, null, release.toString().getBytes(UTF_8), value, headers))
          .get();
    }
  }

  /** Committed events: so many, and those that come right behind them. */
  public <T extends SpecificRecord> List<T> read(Topic topic, Class<T> type, int count)
      throws UnreadableException {
    List<T> events = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> message :
        new CommittedRecords(stack.kafkaBootstrapServers()).read(topic.name(), count)) {
      events.add(EventCodec.read(message.value(), type));
    }
    return events;
  }

  @Override
  public void close() {
    stack.close();
  }
}
