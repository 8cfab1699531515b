package dev.mintmark.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import io.minio.MinioClient;
import io.minio.UploadObjectArgs;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** A broker and an S3 with everything that the service, as a process of its own, needs of them. */
final class Line implements AutoCloseable {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

  private final EmbeddedStack stack;
  private final Path folder;

  private Line(EmbeddedStack stack, Path folder) {
    this.stack = stack;
    this.folder = folder;
  }

  static Line start(Path folder) throws Exception {
    EmbeddedStack stack =
        EmbeddedStack.start(folder.resolve("stack"), EnumSet.of(Part.KAFKA, Part.S3));
    List<NewTopic> topics =
        TopicCatalogue.releases().stream()
            .flatMap(topic ->
                Stream.of(topic.name(), topic.deadLetters())
                    .map(name -> new NewTopic(name, topic.partitions(), (short) 1)))
            .toList();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()))) {
      admin.createTopics(topics).all().get();
    }
    return new Line(stack, folder);
  }

  /** Starts the built service; more lines go into its configuration. */
  Process service(String... more) throws IOException {
    Path properties = folder.resolve("service.properties");
    List<String> lines = new ArrayList<>(List.of(more));
    lines.add("mintmark.kafka.bootstrap-servers=" + stack.kafkaBootstrapServers());
    lines.add("mintmark.store.endpoint=" + stack.s3Endpoint());
    lines.add("mintmark.store.bucket=" + stack.s3Bucket());
    lines.add("mintmark.store.access-key=" + stack.s3AccessKey());
    lines.add("mintmark.store.secret-key=" + stack.s3SecretKey());
    lines.add("mintmark.work-dir=" + folder.resolve("service-work"));
    lines.add("quarkus.http.host=127.0.0.1");
    Files.write(properties, lines);
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("service.log").toFile()));
    builder.environment().put("SMALLRYE_CONFIG_LOCATIONS", properties.toUri().toString());
    return builder.start();
  }

  /** Starts the service and waits until it answers that it is ready. */
  Process readyService(int port, String... more) throws IOException {
    Process process = service(more);
    HttpRequest ready =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready")).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      Awaitility.await("the service; see " + folder.resolve("service.log"))
          .atMost(LONG_ENOUGH)
          .ignoreExceptions()
          .until(
              () -> http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
    }
    return process;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Puts bytes where the artifact of that digest belongs, whatever they hash to. */
  void overwrite(Digest digest, Path file) throws Exception {
    upload(digest.hex(), file);
  }

  /** Copies the artifacts of a folder store into the bucket. */
  void upload(Path store) throws Exception {
    try (Stream<Path> files = Files.list(store)) {
      for (Path file : files.toList()) {
        upload(file.getFileName().toString(), file);
      }
    }
  }

  private void upload(String hex, Path file) throws Exception {
    try (MinioClient client =
        MinioClient.builder()
            .endpoint(stack.s3Endpoint().toString())
            .region("us-east-1")
            .credentials(stack.s3AccessKey(), stack.s3SecretKey())
            .build()) {
      client.uploadObject(
          UploadObjectArgs.builder()
              .bucket(stack.s3Bucket())
              .object("sha256/" + hex.substring(0, 2) + "/" + hex)
              .filename(file.toString())
              .build());
    }
  }

  void send(Topic topic, ReleaseId release, SpecificRecord event) throws Exception {
    byte[] value = EventCodec.write(event);
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers", stack.kafkaBootstrapServers(),
            "key.serializer", ByteArraySerializer.class,
            "value.serializer", ByteArraySerializer.class);
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
      producer
          .send(
              new ProducerRecord<>(
                  topic.name(),
                  null,
                  null,
                  release.toString().getBytes(UTF_8),
                  value,
                  EventHeaders.ofRequest(
                      topic, release, value, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))))
          .get();
    }
  }

  /** Committed events: so many, and those that come right behind them. */
  <T extends SpecificRecord> List<T> read(Topic topic, Class<T> type, int count) throws Exception {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            stack.kafkaBootstrapServers(),
            "isolation.level",
            "read_committed",
            "key.deserializer",
            ByteArrayDeserializer.class,
            "value.deserializer",
            ByteArrayDeserializer.class);
    List<byte[]> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
      List<TopicPartition> partitions =
          IntStream.range(0, topic.partitions())
              .mapToObj(number -> new TopicPartition(topic.name(), number))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end = System.nanoTime() + LONG_ENOUGH.toNanos();
      while (found.size() < count && System.nanoTime() < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(message -> found.add(message.value()));
      }
      consumer.poll(Duration.ofMillis(500)).forEach(message -> found.add(message.value()));
    }
    List<T> events = new ArrayList<>();
    for (byte[] value : found) {
      events.add(EventCodec.read(value, type));
    }
    return events;
  }

  @Override
  public void close() {
    stack.close();
  }
}
