package dev.mintmark.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers see. */
class LedgerHttpIT {
  private static final String DATABASE = "http";

  @TempDir(cleanup = org.junit.jupiter.api.io.CleanupMode.NEVER)
  static Path folder;

  private static EmbeddedStack stack;
  private static Log log;
  private static LedgerProcess ledger;

  @BeforeAll
  static void start() throws Exception {
    stack =
        EmbeddedStack.start(
            folder.resolve("stack"), EnumSet.of(Part.KAFKA, Part.S3, Part.POSTGRESQL));
    Topics.create(stack.kafkaBootstrapServers(), TopicCatalogue.all());
    log = new Log(stack.kafkaBootstrapServers());
    log.write(Line.many("paged", 5));
    log.write(Line.published("face-detect", "v1.0.0"));
    Tables.create(stack, DATABASE).close();
    ledger = LedgerProcess.start(stack, DATABASE, folder.resolve("ledger"), 2000).awaitReady();
  }

  @AfterAll
  static void stop() {
    ledger.close();
    log.close();
    stack.close();
  }

  @Test
  void aReleaseHasAllItsHandOffsInOrder() {
    JsonNode release = ledger.json("/v1/releases/face-detect/v1.0.0");

    assertThat(release.get("state").asText()).isEqualTo("published");
    assertThat(release.get("repository").asText()).isEqualTo("vision/face-detect");
    assertThat(release.get("tag").asText()).isEqualTo("v1.0.0");
    assertThat(release.get("index").asText())
        .isEqualTo(new Line("face-detect", "v1.0.0", "").index().getDigest());
    assertThat(release.get("rejection").isNull()).isTrue();
    assertThat(release.get("handOffs"))
        .extracting(h -> h.get("topic").asText())
        .containsExactlyElementsOf(
            TopicCatalogue.releases().subList(0, 8).stream()
                .filter(topic -> topic != TopicCatalogue.EVIDENCE_ATTESTED)
                .map(Topic::name)
                .toList());
  }

  @Test
  void aHandOffIsChainedToItsCauseAndNamesItsArtifacts() {
    JsonNode handOffs = ledger.json("/v1/releases/face-detect/v1.0.0").get("handOffs");

    JsonNode ingested = handOffs.get(1);
    assertThat(ingested.get("cause")).isEqualTo(handOffs.get(0).get("eventId"));
    assertThat(handOffs.get(0).get("cause").isNull()).isTrue();
    assertThat(ingested.get("run").asText()).isEqualTo("live");
    assertThat(ingested.get("time").asText()).isEqualTo("2026-01-01T00:00:01Z");
    assertThat(handOffs.get(0).get("value").asText()).isEqualTo(ingested.get("request").asText());
    JsonNode model = handOffs.get(2).get("artifacts").get(1);
    assertThat(model.get("role").asText()).isEqualTo("variants[cpu-amd64].model");
    assertThat(model.get("digest").asText()).startsWith("sha256:");
    assertThat(model.get("mediaType").asText()).isEqualTo("application/onnx");
    assertThat(model.get("size").asLong()).isPositive();
  }

  @Test
  void pagesCoverEveryReleaseOnce() {
    List<String> seen = new ArrayList<>();
    String after = "";
    int pages = 0;
    do {
      JsonNode page = ledger.json("/v1/releases?limit=2" + after);
      page.get("releases").forEach(r -> seen.add(r.get("name").asText() + r.get("version")));
      after = page.get("next").isNull() ? "" : "&after=" + page.get("next").asText();
      pages++;
    } while (!after.isEmpty());

    assertThat(seen).isSorted().doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(6);
    assertThat(pages).isEqualTo((seen.size() + 1) / 2);
  }

  @Test
  void theFeedSendsWhatIsThereAndThenWhatComes() throws Exception {
    Line line = new Line("followed", "v1.0.0", "");
    log.write(line.requested(), line.ingested());
    CompletableFuture<List<FeedEvent>> feed =
        CompletableFuture.supplyAsync(() -> feed("followed:v1.0.0", "", 4));
    Awaitility.await("the first two hand-offs")
        .atMost(LedgerProcess.LONG_ENOUGH)
        .until(() -> ledger.get("/v1/releases/followed/v1.0.0").statusCode() == 200);
    log.write(line.quantized(), line.built());

    List<FeedEvent> events = feed.get(60, TimeUnit.SECONDS);

    assertThat(events).extracting(FeedEvent::event).containsOnly("hand-off");
    assertThat(events)
        .extracting(e -> e.data().get("topic").asText())
        .containsExactlyInAnyOrderElementsOf(
            TopicCatalogue.releases().subList(0, 4).stream().map(Topic::name).toList());
  }

  @Test
  void theFeedResumesBehindTheLastEventReceived() throws Exception {
    List<FeedEvent> all = ledger.feed("face-detect:v1.0.0", "", 7);

    List<FeedEvent> rest = ledger.feed("face-detect:v1.0.0", all.get(3).id(), 3);

    assertThat(rest).isEqualTo(all.subList(4, 7));
    assertThat(all).extracting(e -> Long.parseLong(e.id())).isSorted();
  }

  private static List<FeedEvent> feed(String release, String lastEventId, int count) {
    try {
      return ledger.feed(release, lastEventId, count);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest(name = "{0} answers {1} {2}")
  @CsvSource({
    "/v1/releases/never-made/v1.0.0, 404, LDG-001",
    "/v1/releases/face-detect/v1.0.0?request=sha256:none, 404, LDG-001",
    "/v1/releases/Face-Detect/v1.0.0, 400, LDG-002",
    "/v1/releases/face-detect/latest, 400, LDG-002",
    "/v1/releases?limit=0, 400, LDG-002",
    "/v1/releases?limit=1001, 400, LDG-002",
    "/v1/releases?after=no-version, 400, LDG-002",
    "/v1/events?release=no-version, 400, LDG-002",
    "/v1/events, 400, LDG-002",
  })
  void errorsHaveACode(String path, int status, String code) throws Exception {
    var answer = ledger.get(path);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"").contains("\"advice\"");
  }

  @Test
  void aLastEventIdThatIsNoNumberIsRefused() throws Exception {
    var answer =
        ledger.get(
            ledger
                .request("/v1/events?release=face-detect:v1.0.0")
                .header("Last-Event-ID", "x")
                .build());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("LDG-002");
  }

  @ParameterizedTest(name = "{0} is refused without a reader's token")
  @CsvSource({
    "/v1/releases",
    "/v1/releases/face-detect/v1.0.0",
    "/v1/events?release=face-detect:v1.0.0"
  })
  void onlyReadersGetIn(String path) throws Exception {
    assertThat(status(path, "")).isEqualTo(401);
    assertThat(status(path, "Bearer of-nobody")).isEqualTo(401);
    assertThat(status(path, "Bearer " + LedgerProcess.DEVICE)).isEqualTo(403);
    assertThat(ledger.get("/v1/releases").statusCode()).isEqualTo(200);
  }

  private static int status(String path, String authorization) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(ledger.base().resolve(path));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return ledger.get(request.build()).statusCode();
  }

  @Test
  void theApiIsDescribedAndMeasured() throws Exception {
    assertThat(ledger.get("/q/openapi").body())
        .contains("/v1/releases/{name}/{version}", "/v1/events", "LDG-001");
    assertThat(ledger.get("/q/metrics").body())
        .contains("mintmark_ledger_records_total{outcome=\"projected\"", "mintmark_ledger_behind");
  }

  @Test
  void isUnreadyWhileTheStackIsAwayAndGoesOnAfterwards() throws Exception {
    // A stack of its own: this one goes away.
    Path data = folder.resolve("short-lived");
    EmbeddedStack lost =
        EmbeddedStack.start(data, EnumSet.of(Part.KAFKA, Part.S3, Part.POSTGRESQL));
    Topics.create(lost.kafkaBootstrapServers(), TopicCatalogue.all());
    Tables.create(lost, DATABASE).close();
    try (LedgerProcess own = LedgerProcess.start(lost, DATABASE, folder.resolve("own"), 2000)) {
      own.awaitReady();
      lost.kill();
      Awaitility.await("unready")
          .atMost(LedgerProcess.LONG_ENOUGH)
          .until(() -> own.projection().get("status").asText().equals("DOWN"));
      assertThat(own.get("/v1/releases").statusCode()).isEqualTo(503);
      assertThat(own.get("/v1/releases/later/v1.0.0").body()).contains("LDG-003");
      try (EmbeddedStack again =
              EmbeddedStack.start(data, EnumSet.of(Part.KAFKA, Part.S3, Part.POSTGRESQL));
          Log writer = new Log(again.kafkaBootstrapServers())) {
        List<ProducerRecord<byte[], byte[]>> line = Line.published("later", "v1.0.0");
        writer.write(line);
        own.awaitReady();
        Awaitility.await("the release")
            .atMost(LedgerProcess.LONG_ENOUGH)
            .until(
                () -> own.json("/v1/releases/later/v1.0.0").get("handOffs").size() == line.size());
      }
    }
  }
}
