package dev.mintmark.contract.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The line end to end, on real parts and the real example. */
@ExtendWith(SharedLine.class)
class LineIT {
  private static final String RELEASE = "face-detect:v1.0.0";

  @TempDir static Path folder;
  private static Line line;

  @BeforeAll
  static void take(Line shared) {
    line = shared;
  }

  @Test
  void handsOffOnEveryTopicOnceInTheFormOfTheCatalogue() throws IOException {
    List<ConsumerRecord<byte[], byte[]>> records = Log.read(line.bootstrapServers());

    assertThat(Log.topicsOf(records, RELEASE)).isEqualTo(Log.published());
    for (ConsumerRecord<byte[], byte[]> message : records) {
      if (Log.key(message).equals(RELEASE)) {
        assertIsAnEvent(message, TopicCatalogue.find(message.topic()).orElseThrow());
      }
    }
  }

  private static void assertIsAnEvent(ConsumerRecord<byte[], byte[]> message, Topic topic)
      throws IOException {
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(message.value(), null);
    new GenericDatumReader<>(topic.schema()).read(null, decoder);
    assertThat(decoder.isEnd()).as(topic.name()).isTrue();
    assertThat(header(message, "ce_type")).isEqualTo(topic.name());
    assertThat(header(message, "ce_subject")).isEqualTo(RELEASE);
    assertThat(header(message, "ce_specversion")).isEqualTo("1.0");
    assertThat(header(message, "mintmark_run")).isEqualTo("live");
    assertThat(header(message, "ce_id")).matches("[0-9a-f]{64}");
  }

  private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
    return new String(message.headers().lastHeader(name).value(), UTF_8);
  }

  @Test
  void showsEveryHandOffWithItsPlaceInTheLog() {
    JsonNode release = line.show(RELEASE);

    assertThat(release.path("state").asText()).isEqualTo("published");
    assertThat(release.path("handOffs")).hasSize(Log.published().size());
    assertThat(release.path("handOffs"))
        .allSatisfy(handOff -> {
          assertThat(handOff.path("topic").asText()).startsWith("mintmark.");
          assertThat(handOff.path("offset").asLong()).isNotNegative();
          assertThat(handOff.path("eventId").asText()).matches("[0-9a-f]{64}");
          assertThat(handOff.path("time").asText()).isNotEmpty();
        });
  }

  @Test
  void givesTheExistingResultForTheSameRequestAndBuildsNothing() {
    Command again = line.build("v1.0.0");

    assertThat(again.exit()).as(again::toString).isZero();
    assertThat(Log.topicsOf(Log.read(line.bootstrapServers()), RELEASE)).isEqualTo(Log.published());
  }

  @Test
  void makesTheSameRequestInAnyLocaleAndTimeZone() {
    Command again =
        line.mintmark(
            List.of("-Duser.language=tr", "-Duser.country=TR", "-Duser.timezone=Pacific/Chatham"),
            "build",
            "-f",
            Line.RELEASE_FILE.toString(),
            "--inputs",
            Inputs.folder().toString(),
            "--version",
            "v1.0.0",
            "--json");

    // Another request under this name would be refused.
    assertThat(again.exit()).as(again::toString).isZero();
  }

  @Test
  void refusesAnotherRequestForTheSameReleaseAndLeavesTheFirst() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other"));
    copyExample(other);
    String text = Files.readString(other.resolve("release.yaml"), UTF_8);
    Files.writeString(
        other.resolve("release.yaml"), text.replaceAll("supplier: .*", "supplier: Somebody Else"));

    Command refused =
        line.mintmark(
            "build",
            "-f",
            other.resolve("release.yaml").toString(),
            "--inputs",
            Inputs.folder().toString(),
            "--version",
            "v1.0.0");

    assertThat(refused.exit()).as(refused::toString).isEqualTo(3);
    assertThat(refused.output() + refused.errors()).contains("ING-010");
    assertThat(line.show(RELEASE).path("state").asText()).isEqualTo("published");
  }

  private static void copyExample(Path to) throws IOException {
    Path from = Line.EXAMPLE;
    try (var files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  @Test
  void takesARequestThatAProducerWritesStraightToKafka() throws Exception {
    BuildRequested request = Requests.of(Log.read(line.bootstrapServers()), RELEASE);
    BuildRequested direct = BuildRequested.newBuilder(request).setVersion("v7.0.0").build();

    Requests.send(line.kafka("mintmark-ci"), "face-detect:v7.0.0", Requests.bytes(direct));

    assertThat(line.end("face-detect:v7.0.0")).isEqualTo("published");
  }

  @Test
  void buriesUnreadableBytesAndGoesOnWithTheNext() throws Exception {
    Requests.send(line.kafka("mintmark-ci"), "face-detect:v8.0.0", new byte[] {1, 2, 3});

    Command next = line.build("v8.0.0");

    assertThat(next.exit()).as(next::toString).isZero();
    assertThat(Log.read(line.bootstrapServers()))
        .anySatisfy(message -> {
          assertThat(message.topic()).isEqualTo(TopicCatalogue.BUILD_REQUESTED.deadLetters());
          assertThat(message.value()).containsExactly(1, 2, 3);
          assertThat(header(message, "mintmark_error_code")).isEqualTo("KIT-011");
        });
  }

  @Test
  void rejectsWhatIsNotAModelWithAReasonAndGoesOn() throws Exception {
    byte[] notOnnx = "this is no model".getBytes(UTF_8);
    assertThat(upload(Digest.of(notOnnx), notOnnx, line.token("ci"))).isEqualTo(201);
    BuildRequested request = Requests.of(Log.read(line.bootstrapServers()), RELEASE);
    BuildRequested bad = BuildRequested.newBuilder(request).setVersion("v9.0.0").build();
    bad.getModel().put("file", reference(notOnnx));
    Requests.send(line.kafka("mintmark-ci"), "face-detect:v9.0.0", Requests.bytes(bad));

    assertThat(line.end("face-detect:v9.0.0")).isEqualTo("rejected");
    JsonNode rejection = line.show("face-detect:v9.0.0").path("rejection");
    assertThat(rejection.path("step").asText()).isEqualTo("trainer-ingest");
    assertThat(rejection.path("code").asText()).startsWith("ING-");
    assertThat(rejection.path("advice").asText()).isNotEmpty();
  }

  private static dev.mintmark.events.common.v1.ArtifactReference reference(byte[] bytes) {
    return new dev.mintmark.events.common.v1.ArtifactReference(
        Digest.of(bytes).toString(), "application/onnx", (long) bytes.length);
  }

  @Test
  void turnsAwayWhoHasNoTokenOrAnother() throws Exception {
    byte[] bytes = "mine".getBytes(UTF_8);

    assertThat(upload(Digest.of(bytes), bytes, "")).isEqualTo(401);
    assertThat(upload(Digest.of(bytes), bytes, "not-the-token-at-all")).isEqualTo(401);
    assertThat(upload(Digest.of(bytes), bytes, line.token("viewer"))).isEqualTo(403);
  }

  @Test
  void refusesAnUploadThatIsNotWhatItsNameSays() throws Exception {
    byte[] bytes = "these bytes".getBytes(UTF_8);

    assertThat(upload(Digest.of("others".getBytes(UTF_8)), bytes, line.token("ci"))).isEqualTo(400);
  }

  @Test
  void keepsSecretsFromEveryoneElse() throws IOException {
    for (String secret : List.of("tokens.json", "keys/release.key")) {
      assertThat(Files.getPosixFilePermissions(line.home().resolve(secret)))
          .as(secret)
          .containsExactlyInAnyOrderElementsOf(
              java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }
    try (var conf = Files.list(line.home().resolve("conf"))) {
      assertThat(conf)
          .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file)).hasSize(2));
    }
  }

  private static int upload(Digest digest, byte[] bytes, String token)
      throws IOException, InterruptedException {
    URI uri = line.url("trainer-ingest").resolve("/v1/artifacts/" + digest);
    HttpRequest.Builder put =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/onnx")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes));
    if (!token.isEmpty()) {
      put.header("Authorization", "Bearer " + token);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(put.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
