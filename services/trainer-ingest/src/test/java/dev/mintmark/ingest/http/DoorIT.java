package dev.mintmark.ingest.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.ingest.Fixture;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.topics.TopicCatalogue;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The running service over a real broker and a real S3. */
@QuarkusTest
@QuarkusTestResource(Stack.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields
class DoorIT {
  private static final byte[] BYTES = "some bytes".getBytes(UTF_8);

  @TestHTTPResource("/")
  URI root;

  @ConfigProperty(name = "mintmark.kafka.bootstrap-servers")
  String bootstrapServers;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void storesAnUploadOnceAndTellsSo() throws Exception {
    byte[] bytes = "stored once".getBytes(UTF_8);
    assertThat(head(bytes, Stack.CI).statusCode()).isEqualTo(404);

    HttpResponse<String> first = put(bytes, Digest.of(bytes).toString(), Stack.CI);

    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    assertThat(json(first).get("size").longValue()).isEqualTo(bytes.length);
    assertThat(json(first).get("mediaType").textValue()).isEqualTo("text/plain");
    assertThat(put(bytes, Digest.of(bytes).toString(), Stack.CI).statusCode()).isEqualTo(200);
    assertThat(head(bytes, Stack.CI).statusCode()).isEqualTo(200);
    assertThat(head(bytes, Stack.CI).headers().firstValueAsLong("Content-Length"))
        .hasValue(bytes.length);
  }

  @Test
  void streamsAnUploadThatIsLargerThanAnyBuffer() throws Exception {
    byte[] bytes = new byte[20 << 20];
    bytes[7] = 1;

    assertThat(put(bytes, Digest.of(bytes).toString(), Stack.CI).statusCode()).isEqualTo(201);
  }

  @Test
  void refusesBytesWithAnotherDigest() throws Exception {
    byte[] named = "the bytes that were named".getBytes(UTF_8);

    HttpResponse<String> answer = put(BYTES, Digest.of(named).toString(), Stack.CI);

    assertProblem(answer, 400, "ART-004", Digest.of(BYTES).toString());
    assertThat(head(named, Stack.CI).statusCode()).isEqualTo(404);
  }

  @Test
  void refusesANameThatIsNoDigest() throws Exception {
    assertProblem(put(BYTES, "sha256:abc", Stack.CI), 400, "ING-042", "sha256:abc");
  }

  @Test
  void refusesAnUploadWithoutALength() throws Exception {
    BodyPublisher chunked = BodyPublishers.ofInputStream(() -> InputStream.nullInputStream());

    HttpResponse<String> answer =
        send(authorized(artifact(Digest.of(BYTES).toString()), Stack.CI).PUT(chunked));

    assertProblem(answer, 411, "ING-040", "Content-Length");
  }

  @Test
  void refusesAnOversizedUploadBeforeItsBodyCame() throws Exception {
    String answer = raw("PUT", "/v1/artifacts/" + Digest.of(BYTES), (64 << 20) + 1, new byte[0]);

    assertThat(answer).startsWith("HTTP/1.1 413").contains("ING-041", "67108864");
  }

  @Test
  void keepsNothingOfATruncatedUpload() throws Exception {
    byte[] whole = "an upload that breaks off".getBytes(UTF_8);
    byte[] half = java.util.Arrays.copyOf(whole, 10);

    raw("PUT", "/v1/artifacts/" + Digest.of(whole), whole.length, half);

    assertThat(head(whole, Stack.CI).statusCode()).isEqualTo(404);
    assertThat(put(whole, Digest.of(whole).toString(), Stack.CI).statusCode()).isEqualTo(201);
  }

  @Test
  void answersOverHttp2AsWell() throws Exception {
    HttpClient http2 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    HttpRequest wrong =
        authorized(artifact("sha256:abc"), Stack.CI)
            .PUT(BodyPublishers.ofByteArray(new byte[1 << 20]))
            .build();

    assertProblem(http2.send(wrong, BodyHandlers.ofString()), 400, "ING-042", "sha256:abc");
  }

  @Test
  void asksForAToken() throws Exception {
    String digest = Digest.of(BYTES).toString();
    HttpRequest.Builder bare = HttpRequest.newBuilder(artifact(digest));
    HttpRequest.Builder build = HttpRequest.newBuilder(root.resolve("/v1/builds"));

    assertThat(send(bare.PUT(BodyPublishers.ofByteArray(BYTES))).statusCode()).isEqualTo(401);
    assertThat(send(json(build).POST(BodyPublishers.ofString("{}"))).statusCode()).isEqualTo(401);
    assertThat(put(BYTES, digest, "a-wrong-token-of-16").statusCode()).isEqualTo(401);
    assertThat(put(BYTES, digest, Stack.VIEWER).statusCode()).isEqualTo(403);
    assertThat(head(BYTES, Stack.VIEWER).statusCode()).isEqualTo(403);
    assertThat(post("{}".getBytes(UTF_8), Stack.VIEWER).statusCode()).isEqualTo(403);
    assertThat(head(BYTES, Stack.CI).statusCode()).isEqualTo(404);
  }

  @Test
  void takesABuildRequestToTheFirstHandOff() throws Exception {
    Fixture fixture = uploaded();
    byte[] request = Fixture.bytes(fixture.json(r -> r.put("name", "first-hand-off")));

    HttpResponse<String> taken = post(request, Stack.CI);

    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
    assertThat(json(taken).get("release").textValue()).isEqualTo("first-hand-off:v1.0.0");
    assertThat(json(taken).get("state").textValue()).isEqualTo("requested");
    ConsumerRecord<byte[], byte[]> answer = answers("first-hand-off:v1.0.0", 1).getFirst();
    assertThat(answer.topic()).isEqualTo(TopicCatalogue.MODEL_INGESTED.name());
    ModelIngested event = EventCodec.read(answer.value(), ModelIngested.class);
    assertThat(event.getHandOff().getRequest()).isEqualTo(json(taken).get("request").textValue());
  }

  @Test
  void answersTheSameRequestAgainAndRefusesAnother() throws Exception {
    Fixture fixture = uploaded();
    Consumer<ObjectNode> named = r -> r.put("name", "asked-twice");
    HttpResponse<String> first = post(Fixture.bytes(fixture.json(named)), Stack.CI);
    assertThat(answers("asked-twice:v1.0.0", 1)).hasSize(1);

    HttpResponse<String> same = post(Fixture.bytes(fixture.json(named)), Stack.CI);
    HttpResponse<String> other =
        post(Fixture.bytes(fixture.json(named.andThen(r -> r.put("supplier", "Other")))), Stack.CI);

    assertThat(same.statusCode()).isEqualTo(200);
    assertThat(json(same)).isEqualTo(json(first));
    assertProblem(other, 409, "ING-010", json(first).get("request").textValue());
  }

  @Test
  void namesEarlierReleasesOfTheSameTrainingThatHaveAnotherModel() throws Exception {
    Fixture fixture = uploaded();
    Consumer<ObjectNode> seeded = r -> r.withObject("/model").put("seed", 99);
    byte[] first = Fixture.bytes(fixture.json(seeded.andThen(r -> r.put("name", "drifts"))));
    assertThat(json(post(first, Stack.CI)).get("trainingDrift")).isEmpty();
    assertThat(answers("drifts:v1.0.0", 1)).hasSize(1);
    Artifact model = fixture.add(Fixture.otherModel(), MediaTypes.ONNX);
    put(Fixture.otherModel(), model.digest().toString(), Stack.CI);
    byte[] second =
        Fixture.bytes(
            fixture.json(
                seeded.andThen(r -> {
                  r.put("name", "drifts").put("version", "v1.0.1");
                  r.withObject("/model").set("file", Fixture.reference(model));
                })));

    HttpResponse<String> taken = post(second, Stack.CI);

    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
    assertThat(json(taken).at("/trainingDrift/0/release").textValue()).isEqualTo("drifts:v1.0.0");
    assertThat(json(taken).get("trainingDrift")).hasSize(1);
    assertThat(answers("drifts:v1.0.1", 1).getFirst().topic())
        .isEqualTo(TopicCatalogue.MODEL_INGESTED.name());
  }

  @Test
  void refusesAMalformedRequestWithItsCode() throws Exception {
    Fixture fixture = new Fixture();

    assertProblem(post("{".getBytes(UTF_8), Stack.CI), 400, "ING-001", "JSON");
    assertProblem(
        post(
            Fixture.bytes(fixture.json(r -> r.withObject("/image").put("base", "debian:12"))),
            Stack.CI),
        400,
        "ING-011",
        "debian:12");
    assertProblem(post(new byte[BuildResource.MAX_BODY + 1], Stack.CI), 413, "ING-041", "bytes");
  }

  @Test
  void namesAnArtifactThatWasNeverUploaded() throws Exception {
    Fixture fixture = uploaded();
    String absent = Digest.of("never uploaded".getBytes(UTF_8)).toString();
    byte[] request =
        Fixture.bytes(fixture.json(r -> ((ObjectNode) r.at("/run/smoke")).put("digest", absent)));

    assertProblem(post(request, Stack.CI), 400, "ING-020", absent);
  }

  @Test
  void servesItsOpenApiDocument() throws Exception {
    HttpResponse<String> document = send(HttpRequest.newBuilder(root.resolve("/q/openapi")).GET());

    assertThat(document.statusCode()).isEqualTo(200);
    assertThat(document.body()).contains("/v1/artifacts/{digest}", "/v1/builds", "ING-011");
  }

  private Fixture uploaded() throws Exception {
    Fixture fixture = new Fixture();
    fixture.request();
    for (Map.Entry<Digest, byte[]> artifact : fixture.artifacts.entrySet()) {
      put(artifact.getValue(), artifact.getKey().toString(), Stack.CI);
    }
    return fixture;
  }

  /** Waits for so many answers about a release, read committed, from either answering topic. */
  private List<ConsumerRecord<byte[], byte[]>> answers(String release, int count) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (var topic : List.of(TopicCatalogue.MODEL_INGESTED, TopicCatalogue.RELEASE_REJECTED)) {
      for (int i = 0; i < topic.partitions(); i++) {
        partitions.add(new TopicPartition(topic.name(), i));
      }
    }
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    Map<String, Object> config =
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (found.size() < count && System.nanoTime() < end) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(answer -> {
              if (release.equals(new String(answer.key(), UTF_8))) {
                found.add(answer);
              }
            });
      }
    }
    return found;
  }

  private static void assertProblem(
      HttpResponse<String> answer, int status, String code, String shown) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(json(answer).get("code").textValue()).isEqualTo(code);
    assertThat(json(answer).get("message").textValue()).contains(shown);
    assertThat(json(answer).get("advice").textValue()).isNotBlank();
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return Fixture.JSON.readTree(answer.body());
  }

  private URI artifact(String digest) {
    return root.resolve("/v1/artifacts/" + digest);
  }

  private static HttpRequest.Builder authorized(URI uri, String token) {
    return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
  }

  private static HttpRequest.Builder json(HttpRequest.Builder request) {
    return request.header("Content-Type", "application/json");
  }

  private HttpResponse<String> put(byte[] bytes, String digest, String token) throws Exception {
    return send(
        authorized(artifact(digest), token)
            .header("Content-Type", "text/plain")
            .PUT(BodyPublishers.ofByteArray(bytes)));
  }

  private HttpResponse<String> post(byte[] body, String token) throws Exception {
    URI builds = root.resolve("/v1/builds");
    return send(json(authorized(builds, token)).POST(BodyPublishers.ofByteArray(body)));
  }

  private HttpResponse<String> head(byte[] bytes, String token) throws Exception {
    return send(authorized(artifact(Digest.of(bytes).toString()), token).HEAD());
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
  }

  /** Announces a length, sends these bytes, ends its side, and reads what comes back. */
  private String raw(String method, String path, long length, byte[] bytes) throws IOException {
    try (Socket socket = new Socket(root.getHost(), root.getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      String head =
          "%s %s HTTP/1.1\r\nHost: door\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(method, path, Stack.CI, length);
      out.write(head.getBytes(US_ASCII));
      out.write(bytes);
      out.flush();
      if (bytes.length > 0) {
        socket.shutdownOutput();
      }
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
