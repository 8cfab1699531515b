package dev.mintmark.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.content.Digest;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.S3Stores;
import dev.mintmark.kit.testing.ServiceProcess;
import dev.mintmark.kit.testing.ServiceSettings;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.TopicCatalogue;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Collections with a real log, store and database. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CollectionIT {
  private static final String DATABASE = "collections";
  private static final String OPERATOR = "operator-token-of-the-tests";
  private static final String REMOVING = "collections/removing/now";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir(cleanup = org.junit.jupiter.api.io.CleanupMode.NEVER)
  static Path folder;

  private static final Line LINE = new Line("face-detect", "v1.0.0", "");
  private static EmbeddedStack stack;
  private static MinioClient s3;
  private static ArtifactStore store;
  private static Log log;
  private static ServiceProcess ledger;

  @BeforeAll
  static void start() throws Exception {
    stack =
        EmbeddedStack.start(
            folder.resolve("stack"), EnumSet.of(Part.KAFKA, Part.S3, Part.POSTGRESQL));
    Topics.create(stack.kafkaBootstrapServers(), TopicCatalogue.all());
    s3 =
        MinioClient.builder()
            .endpoint(stack.s3Endpoint().toString())
            .region("us-east-1")
            .credentials(stack.s3AccessKey(), stack.s3SecretKey())
            .build();
    store = S3Stores.on(stack, folder.resolve("work"));
    log = new Log(stack.kafkaBootstrapServers());
    List<ProducerRecord<byte[], byte[]>> records = LINE.all();
    log.write(records);
    LINE.contents().values().forEach(bytes -> store.put(bytes, "any"));
    records.forEach(one -> store.put(one.value(), "event"));
    // A ledger before this one died while it removed.
    object(REMOVING);
    Tables.create(stack, DATABASE).close();
    ledger =
        ServiceProcess.start(
            "release-ledger",
            ServiceSettings.in(folder.resolve("ledger"))
                .stack(stack)
                .database(stack, DATABASE)
                .tokens(Map.of("operator", OPERATOR))
                .with("mintmark.ledger.rebuilds", false),
            "-Xmx128m");
    ledger.awaitReady();
  }

  @AfterAll
  static void stop() {
    ledger.close();
    log.close();
    stack.close();
  }

  @Test
  @Order(1)
  void endsARemovalThatWasBrokenOff() {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !isThere(REMOVING));
  }

  @Test
  @Order(2)
  void removesExactlyTheGarbage() throws Exception {
    Digest abandoned = store.put("nobody asked for it".getBytes(UTF_8), "any").digest();
    Digest pushed = store.put("a pushed layer".getBytes(UTF_8), "any").digest();
    object("pushed/mirror/one/_blobs/" + pushed.hex());
    String rebuilt = "rebuild/rebuild-1/" + key(abandoned);
    object(rebuilt);
    age();
    Digest young = store.put("uploaded a moment ago".getBytes(UTF_8), "any").digest();

    JsonNode planned = collect("plan");
    assertThat(planned.at("/result/usage/garbage/text/artifacts").asInt()).isEqualTo(1);
    assertThat(store.size(abandoned)).isPresent();

    JsonNode done = collect("delete");

    assertThat(done.at("/state").asText()).as(done.toString()).isEqualTo("done");
    assertThat(done.at("/result/removed/artifacts").asInt()).isEqualTo(1);
    assertThat(done.at("/result/usage/young/artifacts").asInt()).isEqualTo(1);
    assertThat(store.size(abandoned)).isEmpty();
    assertThat(store.size(pushed)).isPresent();
    assertThat(store.size(young)).isPresent();
    assertThat(isThere(rebuilt)).isTrue();
    LINE.contents()
        .forEach((digest, bytes) ->
            assertThat(store.read(digest, 1 << 20)).as(digest.toString()).isEqualTo(bytes));
    Digest list = Digest.parse(done.at("/result/reports/0").asText());
    assertThat(store.read(list, 1 << 20)).asString().isEqualTo(abandoned.hex() + " 19 text\n");
    assertThat(isThere(REMOVING)).isFalse();
  }

  @Test
  @Order(3)
  void refusesAnOrderThatIsNone() {
    assertThat(send("{\"mode\":\"delete\",\"olderThan\":\"PT1H\"}").statusCode()).isEqualTo(400);
    assertThat(send("{\"mode\":\"all\",\"olderThan\":\"P7D\"}").statusCode()).isEqualTo(400);
    assertThat(ledger.send(ledger.request("/v1/collections/none", OPERATOR).build()).body())
        .contains("LDG-054");
  }

  @Test
  @Order(4)
  void holdsWhileTheLedgerIsBehindTheLog() throws Exception {
    String url = "jdbc:postgresql://127.0.0.1:" + stack.postgresPort() + "/" + DATABASE;
    try (Connection other =
            DriverManager.getConnection(url, stack.postgresUser(), stack.postgresPassword());
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select 1 from ledger.projection where id = 1 for update");
      log.write(new Line("behind", "v1.0.0", "").requested());

      JsonNode held = collect("delete");

      assertThat(held.at("/problem/code").asText()).as(held.toString()).isEqualTo("LDG-051");
      other.rollback();
    }
  }

  @Test
  @Order(5)
  void holdsWhereARecordNamesWhatIsNotThere() {
    // Of the release that was requested just now nothing is stored.
    JsonNode held = collect("delete");

    assertThat(held.at("/problem/code").asText()).as(held.toString()).isEqualTo("LDG-052");
    assertThat(held.at("/problem/message").asText()).contains("behind:v1.0.0");
    assertThat(collect("usage").at("/result/missing")).hasSizeGreaterThan(5);
  }

  @Test
  @Order(6)
  void holdsWhereTheLogLacksItsBeginning() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()))) {
      String topic = TopicCatalogue.BUILD_REQUESTED.name();
      for (int partition = 0;
          partition < TopicCatalogue.BUILD_REQUESTED.partitions();
          partition++) {
        admin
            .deleteRecords(
                Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(-1)))
            .all()
            .get();
      }
    }

    JsonNode held = collect("delete");

    assertThat(held.at("/problem/code").asText()).as(held.toString()).isEqualTo("LDG-050");
  }

  private static JsonNode collect(String mode) {
    HttpResponse<String> begun =
        send("{\"mode\":\"" + mode + "\",\"olderThan\":\"P7D\",\"lost\":[]}");
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    String path = "/v1/collections/" + json(begun).path("collection").asText();
    return Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> json(ledger.send(ledger.request(path, OPERATOR).build())),
            view -> !view.path("state").asText().equals("running"));
  }

  private static HttpResponse<String> send(String body) {
    return ledger.send(
        ledger
            .request("/v1/collections", OPERATOR)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(answer.body(), e);
    }
  }

  /** Everything that is stored becomes a month old. */
  private static void age() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("stack"))) {
      for (Path file :
          files.filter(path -> path.getFileName().toString().matches("[0-9a-f]{64}")).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(30))));
      }
    }
  }

  private static void object(String key) throws Exception {
    s3.putObject(
        PutObjectArgs.builder().bucket(stack.s3Bucket()).object(key).stream(
                new ByteArrayInputStream(new byte[] {'9'}), 1L, -1L)
            .build());
  }

  private static boolean isThere(String key) throws Exception {
    try {
      s3.statObject(StatObjectArgs.builder().bucket(stack.s3Bucket()).object(key).build());
      return true;
    } catch (ErrorResponseException e) {
      return false;
    }
  }

  private static String key(Digest digest) {
    return "sha256/" + digest.hex().substring(0, 2) + "/" + digest.hex();
  }
}
