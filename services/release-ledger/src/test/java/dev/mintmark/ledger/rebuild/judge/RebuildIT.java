package dev.mintmark.ledger.rebuild.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.events.release.v1.ReleaseReproduced;
import dev.mintmark.events.release.v1.ReproductionOutcome;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.testing.ServiceProcess;
import dev.mintmark.ledger.rebuild.chain.Link;
import dev.mintmark.ledger.rebuild.chain.Steps;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** From the order to the verdict with a real broker, store and database; the steps are doubles. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RebuildIT {
  private static final int RUNS = 6;
  private static final String ORDER = "{\"releases\":[\"face-detect:v1.0.0\"]}";
  private static final String REPLAYED =
      TopicCatalogue.twin(TopicCatalogue.BUILD_REQUESTED).orElseThrow().name();

  @TempDir static Path folder;
  private static RebuildStack stack;
  private static BuildRequested request;

  @BeforeAll
  static void recordARelease() throws Exception {
    stack = new RebuildStack(folder);
    SampleHandOffs line = new SampleHandOffs();
    request = line.requested();
    Map<Steps, Link> links = new HashMap<>(line.line(request));
    links.put(
        Steps.SIGN,
        line.signed(
            links,
            SampleRebuild.KEY,
            SampleRebuild.KEY.verificationKey().hint(),
            SampleRebuild.EVIDENCE));
    stack.store("", line.store);
    stack.send(TopicCatalogue.BUILD_REQUESTED, request, "live");
    for (Steps step : Steps.values()) {
      stack.send(topic(step), SampleHandOffs.of(links, step).event(), "live");
    }
    ArtifactReference index =
        ((ImageBuilt) SampleHandOffs.of(links, Steps.BUILD).event()).getIndex();
    HandOff place = ((ImageBuilt) SampleHandOffs.of(links, Steps.BUILD).event()).getHandOff();
    stack.send(
        TopicCatalogue.RELEASE_PUBLISHED,
        new ReleasePublished(place, SampleHandOffs.REPOSITORY, "v1.0.0", index, List.of()),
        "live");
    stack.awaitReady();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  private static Topic topic(Steps step) {
    return switch (step) {
      case INGEST -> TopicCatalogue.MODEL_INGESTED;
      case QUANTIZE -> TopicCatalogue.MODEL_QUANTIZED;
      case BUILD -> TopicCatalogue.IMAGE_BUILT;
      case DOCUMENT -> TopicCatalogue.SBOM_PUBLISHED;
      case SIGN -> TopicCatalogue.RELEASE_SIGNED;
    };
  }

  @Test
  @Order(1)
  void refusesOrdersThatCannotBe() {
    assertThat(stack.order("{\"releases\":[\"nobody:v1.0.0\"]}"))
        .satisfies(answer -> {
          assertThat(answer.statusCode()).isEqualTo(404);
          assertThat(answer.body()).contains("LDG-030", "nobody:v1.0.0");
        });
    for (String body :
        List.of(
            "",
            "[]",
            "{\"releases\":[]}",
            "{\"releases\":[\"face-detect\"]}",
            "{\"releases\":[\"face-detect:v1.0.0\"],\"toolchain\":\"newest\"}")) {
      HttpResponse<String> answer = stack.order(body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
    }
    assertThat(stack.get("/v1/rebuilds/rebuild-1").body()).contains("LDG-039");
    assertThat(stack.get("/v1/rebuilds/live").body()).contains("LDG-002");
  }

  /** All six stand beside each other, and the ledger is killed while it replays and judges them. */
  @Test
  @Order(2)
  void judgesEachRebuildOnceWhereverTheLedgerIsKilled() throws Exception {
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      HttpResponse<String> answer = stack.order(ORDER);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      runs.add(new ObjectMapper().readTree(answer.body()).at("/rebuilds/0/run").asText());
      if (i % 3 == 2) {
        stack.killAndRestart();
        stack.awaitReady();
      }
    }
    assertThat(runs).doesNotHaveDuplicates().startsWith("rebuild-1", "rebuild-2");
    runs.forEach(run -> await(run, "replayed"));
    List<ConsumerRecord<byte[], byte[]>> replayed = stack.committed(REPLAYED, RUNS);
    assertThat(replayed).hasSize(RUNS);
    assertThat(replayed).extracting(RebuildIT::run).containsExactlyInAnyOrderElementsOf(runs);
    assertThat(replayed)
        .allSatisfy(record -> assertThat(record.value()).isEqualTo(EventCodec.write(request)));

    for (int i = 0; i < RUNS; i++) {
      remake(runs.get(i), new SampleHandOffs());
      if (i % 2 == 1) {
        stack.killAndRestart();
      }
    }

    runs.forEach(run -> await(run, "judged"));
    Map<String, ReproductionOutcome> verdicts = new TreeMap<>();
    List<ConsumerRecord<byte[], byte[]>> reproduced =
        stack.committed(TopicCatalogue.RELEASE_REPRODUCED.name(), RUNS);
    assertThat(reproduced).hasSize(RUNS);
    for (ConsumerRecord<byte[], byte[]> record : reproduced) {
      assertThat(run(record)).isEqualTo("live");
      ReleaseReproduced verdict = EventCodec.read(record.value(), ReleaseReproduced.class);
      verdicts.put(verdict.getRun(), verdict.getOutcome());
    }
    assertThat(verdicts.keySet()).containsExactlyInAnyOrderElementsOf(runs);
    assertThat(verdicts.values()).containsOnly(ReproductionOutcome.IDENTICAL);
    stack.awaitReady();
    JsonNode view = judged(runs.getFirst());
    assertThat(view.at("/steps")).hasSize(5);
    assertThat(view.at("/releases/0/outcome").asText()).isEqualTo("IDENTICAL");
    assertThat(view.at("/releases/0/attested").asBoolean()).isFalse();
    assertThat(
            stack
                .json("/v1/rebuilds/" + runs.getFirst() + "/face-detect/v1.0.0/report")
                .at("/outcome")
                .asText())
        .isEqualTo("IDENTICAL");
    assertThat(stack.get("/v1/artifacts/" + view.at("/releases/0/verdict/index").asText()).body())
        .isEqualTo("{\"is\":\"index\"}\n");
    assertThat(stack.get("/v1/artifacts/sha256:" + "0".repeat(64)).body()).contains("LDG-037");
    assertThat(stack.json("/v1/rebuilds?limit=4").at("/rebuilds")).hasSize(4);
  }

  @Test
  @Order(3)
  void findsTheOneArtifactThatDiffersAndTheOneThatWasEchoed() throws Exception {
    String differs = ordered();
    SampleHandOffs other = new SampleHandOffs();
    other.other.put("sbom linux/amd64", "{\"is\":\"another\"}");
    remake(differs, other);
    String echoes = ordered();
    SampleHandOffs echoed = new SampleHandOffs();
    echoed.echoed.add("layer 0 linux/amd64");
    remake(echoes, echoed);

    assertThat(judged(differs).at("/releases/0/outcome").asText()).isEqualTo("DIFFERENT");
    assertThat(judged(differs).at("/releases/0/verdict").toString())
        .contains("documents[linux/amd64].document");
    assertThat(judged(echoes).at("/releases/0/outcome").asText()).isEqualTo("UNDECIDED");
  }

  @Test
  @Order(4)
  void aRecordWithoutItsRunIsADeadLetterAndNobodyJudgesWhatWasNotOrdered() throws Exception {
    SampleHandOffs made = new SampleHandOffs();
    Map<Steps, Link> links = made.line(request);
    Link prepared = made.prepared(links);

    stack.send(TopicCatalogue.REBUILD_PREPARED, prepared.event(), "");
    stack.send(TopicCatalogue.REBUILD_PREPARED, prepared.event(), "rebuild-999");

    assertThat(stack.committed(TopicCatalogue.REBUILD_PREPARED.deadLetters(), 2))
        .extracting(record -> EventHeaders.text(record.headers(), "mintmark_error_code").orElse(""))
        .containsExactlyInAnyOrder("KIT-012", "LDG-033");
  }

  @Test
  @Order(5)
  void namesTheInputThatIsGone() throws Exception {
    Digest gone = Digest.of("{\"is\":\"calibration/face-2.npy\"}\n".getBytes(UTF_8));
    stack.remove(gone);
    String run = ordered();
    await(run, "replayed");
    String digest = Digest.of(EventCodec.write(request)).toString();

    stack.send(
        TopicCatalogue.twin(TopicCatalogue.RELEASE_REJECTED).orElseThrow(),
        new ReleaseRejected(
            new HandOff("face-detect", "v1.0.0", digest, digest),
            "trainer-ingest",
            "ING-023",
            "the calibration samples",
            "face-2.npy is not in the artifact store",
            "upload it"),
        run);

    JsonNode verdict = judged(run).at("/releases/0");
    assertThat(verdict.at("/outcome").asText()).isEqualTo("MISSING_INPUT");
    assertThat(verdict.at("/verdict").toString())
        .contains(gone.toString(), "quantize.calibration/face-2.npy", MediaTypes.OCTET_STREAM);
  }

  private static String ordered() throws Exception {
    return new ObjectMapper().readTree(stack.order(ORDER).body()).at("/rebuilds/0/run").asText();
  }

  /** Does what the steps of a rebuild do. */
  private static void remake(String run, SampleHandOffs made) throws Exception {
    Map<Steps, Link> links = made.line(request);
    Link prepared = made.prepared(links);
    stack.store("rebuild/" + run + "/", made.store);
    for (Map.Entry<Steps, Link> link : links.entrySet()) {
      stack.send(
          TopicCatalogue.twin(topic(link.getKey())).orElseThrow(), link.getValue().event(), run);
    }
    stack.send(TopicCatalogue.REBUILD_PREPARED, prepared.event(), run);
  }

  private static JsonNode judged(String run) throws IOException {
    await(run, "judged");
    return stack.json("/v1/rebuilds/" + run);
  }

  private static void await(String run, String state) {
    Awaitility.await(run + " to be " + state)
        .atMost(ServiceProcess.LONG_ENOUGH)
        .ignoreExceptions()
        .until(
            () -> stack.json("/v1/rebuilds/" + run).at("/releases/0/state").asText().equals(state));
  }

  private static String run(ConsumerRecord<byte[], byte[]> record) {
    return EventHeaders.text(record.headers(), EventHeaders.RUN).orElse("");
  }
}
