package dev.mintmark.ledger.rebuild.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.content.Digest;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.testing.CommittedRecords;
import dev.mintmark.kit.testing.ServiceProcess;
import dev.mintmark.kit.testing.ServiceSettings;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Broker, store and database, the ledger as its own process, and test doubles of the steps. */
final class RebuildStack implements AutoCloseable {
  private static final String OPERATOR = "operator-token-of-the-tests";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EmbeddedStack stack;
  private final MinioClient s3;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ServiceProcess ledger;
  private int sent;

  RebuildStack(Path folder) throws Exception {
    stack =
        EmbeddedStack.start(
            folder.resolve("stack"), EnumSet.of(Part.KAFKA, Part.S3, Part.POSTGRESQL));
    Topics.create(stack.kafkaBootstrapServers(), TopicCatalogue.all());
    createDatabase();
    s3 =
        MinioClient.builder()
            .endpoint(stack.s3Endpoint().toString())
            .region("us-east-1")
            .credentials(stack.s3AccessKey(), stack.s3SecretKey())
            .build();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.kafkaBootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    Path key = folder.resolve("release.pub");
    Files.write(key, SampleRebuild.KEY.verificationKey().pem());
    Path evidence = folder.resolve("evidence.pub");
    Files.write(evidence, SampleRebuild.EVIDENCE.verificationKey().pem());
    ledger =
        ServiceProcess.start(
            "release-ledger",
            ServiceSettings.in(folder.resolve("ledger"))
                .stack(stack)
                .database(stack, "rebuilds")
                .tokens(Map.of("operator", OPERATOR))
                .with("mintmark.ledger.release-public-keys", key)
                .with("mintmark.ledger.evidence-public-keys", evidence),
            "-Xmx128m");
  }

  private void createDatabase() throws Exception {
    String url =
        "jdbc:postgresql://127.0.0.1:" + stack.postgresPort() + "/" + stack.postgresDatabase();
    try (Connection admin =
            DriverManager.getConnection(url, stack.postgresUser(), stack.postgresPassword());
        Statement statement = admin.createStatement()) {
      statement.execute("create database rebuilds");
    }
  }

  void awaitReady() {
    ledger.awaitReady();
  }

  void killAndRestart() throws Exception {
    ledger.killAndRestart();
  }

  /**
   * Stores bytes under that digest, whatever they hash to.
   *
   * @param prefix {@code rebuild/<run>/}, or empty for the line's own
   */
  void store(String prefix, Map<Digest, byte[]> artifacts) throws Exception {
    for (Map.Entry<Digest, byte[]> artifact : artifacts.entrySet()) {
      byte[] bytes = artifact.getValue();
      s3.putObject(
          PutObjectArgs.builder()
              .bucket(stack.s3Bucket())
              .object(prefix + key(artifact.getKey()))
              .stream(new ByteArrayInputStream(bytes), (long) bytes.length, -1L)
              .build());
    }
  }

  void remove(Digest artifact) throws Exception {
    s3.removeObject(
        RemoveObjectArgs.builder().bucket(stack.s3Bucket()).object(key(artifact)).build());
  }

  private static String key(Digest digest) {
    return "sha256/" + digest.hex().substring(0, 2) + "/" + digest.hex();
  }

  /**
   * Hands off as a step would.
   *
   * @param run empty for a record that lost its header
   */
  void send(Topic topic, SpecificRecord event, String run) throws Exception {
    byte[] value = EventCodec.write(event);
    Headers headers =
        EventHeaders.ofRequest(
            topic, SampleHandOffs.RELEASE, value, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    headers.remove(EventHeaders.RUN);
    headers.remove(EventHeaders.ID);
    headers.add(EventHeaders.ID, ("test-" + sent++).getBytes(UTF_8));
    if (!run.isEmpty()) {
      headers.add(EventHeaders.RUN, run.getBytes(UTF_8));
    }
    byte[] key = SampleHandOffs.RELEASE.toString().getBytes(UTF_8);
    producer.send(new ProducerRecord<>(topic.name(), null, null, key, value, headers)).get();
  }

  List<ConsumerRecord<byte[], byte[]>> committed(String topic, int count) {
    return new CommittedRecords(stack.kafkaBootstrapServers()).read(topic, count);
  }

  HttpResponse<String> order(String body) {
    return ledger.send(
        ledger
            .request("/v1/rebuilds", OPERATOR)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  HttpResponse<String> get(String path) {
    return ledger.send(ledger.request(path, OPERATOR).build());
  }

  JsonNode json(String path) throws IOException {
    return JSON.readTree(get(path).body());
  }

  @Override
  public void close() {
    ledger.close();
    producer.close();
    stack.close();
  }
}
