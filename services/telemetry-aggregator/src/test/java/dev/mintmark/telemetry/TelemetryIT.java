package dev.mintmark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.Zstd;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.events.device.v1.DeviceSummarized;
import dev.mintmark.events.fleet.v1.FleetMetrics;
import dev.mintmark.events.rollout.v1.RolloutState;
import dev.mintmark.kit.framing.Framing;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.TopicCatalogue;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The service between its door and its topics; every test has devices and a release of its own. */
class TelemetryIT {
  /** The start of a minute that is over: the heartbeats of a test fall into one. */
  private static final long MINUTE = minute(System.currentTimeMillis()) - 120_000;

  @TempDir(cleanup = CleanupMode.NEVER)
  static Path folder;

  private static EmbeddedStack stack;
  private static FakeRegistry registry;
  private static TelemetryLog log;
  private static TelemetryProcess service;

  @BeforeAll
  static void start() throws Exception {
    stack = EmbeddedStack.start(folder.resolve("stack"), EnumSet.of(Part.KAFKA, Part.S3));
    Topics.create(stack.kafkaBootstrapServers(), TopicCatalogue.all());
    registry = new FakeRegistry();
    log = new TelemetryLog(stack.kafkaBootstrapServers());
    service = TelemetryProcess.start(stack, registry.uri(), folder.resolve("service"));
    service.awaitReady();
  }

  @AfterAll
  static void stop() {
    service.close();
    log.close();
    registry.close();
    stack.close();
  }

  @Test
  void anAcceptedBatchComesOutInFleetMetrics() throws Exception {
    long at = minute() + 9_500;
    DeviceHeartbeat batch = of(Fixtures.batch("metrics-1", 1, 8, at), "metrics:v1.0.0");

    HttpResponse<String> answer = service.send(batch);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo("{\"lastSequence\":8}");
    FleetMetrics window = awaitMetrics("metrics:v1.0.0", 60_000, 8);
    assertThat(window.getWindowStart()).isEqualTo(minute(at));
    assertThat(window.getRequests()).isEqualTo(8L * Fixtures.REQUESTS);
    assertThat(window.getErrors()).isEqualTo(8L * Fixtures.ERRORS);
    assertThat(window.getCpuPermille()).isEqualTo(8L * Fixtures.CPU);
    var expected = dev.mintmark.sketch.LatencySketch.empty();
    for (int i = 1; i <= 8; i++) {
      expected.merge(Fixtures.sketch(i));
    }
    byte[] latencies = new byte[window.getLatencies().remaining()];
    window.getLatencies().get(latencies);
    assertThat(latencies).isEqualTo(expected.encode());
    assertThat(window.getLatencyP99Micros()).isEqualTo(expected.quantile(0.99));
  }

  @Test
  void peopleAndScrapersSeeTheLatestWindows() throws Exception {
    service.send(of(Fixtures.batch("shown-1", 1, 3, minute() + 2_000), "shown:v1.0.0"));
    awaitMetrics("shown:v1.0.0", 10_000, 3);

    Awaitility.await()
        .atMost(TelemetryProcess.LONG_ENOUGH)
        .until(() -> service.get("/v1/fleet/top").body().contains("shown:v1.0.0"));
    JsonNode shown =
        service
            .json("/v1/fleet/top")
            .get("windows")
            .valueStream()
            .filter(window -> window.get("release").asText().equals("shown:v1.0.0"))
            .filter(window -> window.get("windowMillis").asInt() == 10_000)
            .findFirst()
            .orElseThrow();
    assertThat(shown.get("heartbeats").asInt()).isEqualTo(3);
    assertThat(shown.has("latencies")).isFalse();
    HttpResponse<String> scrape = service.get("/v1/fleet/prometheus");
    assertThat(scrape.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(scrape.body())
        .contains(
            "mintmark_fleet_heartbeats{release=\"shown:v1.0.0\",device_class=\"cpu-amd64\"} 3.0\n");
    try (Stream<String> lines = service.stream("/v1/fleet/metrics").body()) {
      List<String> first = lines.takeWhile(line -> !line.isEmpty()).toList();
      assertThat(first).contains("event:metrics");
      assertThat(first).anyMatch(line -> line.startsWith("data:{\"release\":"));
    }
  }

  @Test
  void aReplayedBatchIsRefusedAndNotCountedFromTheLogEither() throws Exception {
    DeviceHeartbeat batch = of(Fixtures.batch("replay-1", 1, 5, minute() + 4_500), "replay:v1.0.0");
    service.send(batch);
    awaitMetrics("replay:v1.0.0", 60_000, 5);

    HttpResponse<String> again = service.send(batch);
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains("\"lastSequence\":5").contains("TEL-005");

    log.write(batch);
    // Heartbeats 3 to 7, of which 6 and 7 are new.
    log.write(of(Fixtures.batch("replay-1", 3, 5, minute() + 6_500), "replay:v1.0.0"));
    awaitMetrics("replay:v1.0.0", 60_000, 7);
    assertThat(service.send(batch).body()).contains("\"lastSequence\":7");
  }

  @Test
  void refusesWhatIsWrong() throws Exception {
    long at = System.currentTimeMillis();
    DeviceHeartbeat good = Fixtures.batch("bad-1", 1, 2, at);
    byte[] body = Fixtures.body(good);
    byte[] noise = new byte[300 << 10];
    new Random(1).nextBytes(noise);

    assertRefused(service.send(TelemetryProcess.token("bad-2"), body), 403, "TEL-002");
    assertRefused(
        service.send(Fixtures.batch("bad-1", 1, 1, at + Duration.ofMinutes(6).toMillis())),
        400,
        "TEL-003");
    assertRefused(
        service.send(Fixtures.batch("bad-1", 1, 1, at - Duration.ofDays(8).toMillis())),
        400,
        "TEL-004");
    String token = TelemetryProcess.token("bad-1");
    assertRefused(service.send(token, noise), 413, "TEL-006");
    assertRefused(service.send(token, Zstd.compress(new byte[64 << 20])), 413, "TEL-006");
    assertRefused(service.send(token, "garbage".getBytes()), 400, "TEL-001");
    assertRefused(service.send(token, new byte[0]), 400, "TEL-001");
    assertRefused(service.send(token, Zstd.compress("garbage".getBytes())), 400, "TEL-001");
    assertThat(service.send(TelemetryProcess.VIEWER, body).statusCode()).isEqualTo(403);
    assertThat(service.send("mmd1:bad-1:cpu-amd64:1:AAAA", body).statusCode()).isEqualTo(401);
    HttpRequest anonymous =
        HttpRequest.newBuilder(service.base().resolve("/v1/heartbeats"))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    assertThat(service.exchange(anonymous).statusCode()).isEqualTo(401);
    HttpRequest json =
        service.post(token, body).setHeader("Content-Type", "application/json").build();
    assertRefused(service.exchange(json), 415, "TEL-011");
    assertThat(service.get("/v1/fleet/top").statusCode()).isEqualTo(200);
    assertThat(service.send(good).statusCode()).isEqualTo(202);
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  void whatCannotBeReadIsADeadLetterAndThePartitionGoesOn() throws Exception {
    DeviceHeartbeat good = of(Fixtures.batch("dead-1", 1, 2, minute() + 1_500), "dead:v1.0.0");
    byte[] avro = EventCodec.write(good);
    log.write(TopicCatalogue.DEVICE_HEARTBEAT, "dead-1", new byte[] {1, 2, 3});
    log.write(TopicCatalogue.DEVICE_HEARTBEAT, "dead-1", Framing.frame(99, avro));
    log.write(
        TopicCatalogue.DEVICE_HEARTBEAT, "dead-1", Framing.frame(FakeRegistry.HEARTBEAT, avro(9)));
    log.write(
        TopicCatalogue.DEVICE_HEARTBEAT,
        "dead-1",
        Framing.frame(FakeRegistry.HEARTBEAT, Fixtures.avro(Fixtures.batch("other", 1, 1, 1))));
    log.write(good);

    awaitMetrics("dead:v1.0.0", 60_000, 2);
    assertThat(log.read(TopicCatalogue.DEVICE_HEARTBEAT.deadLetters()))
        .extracting(letter -> EventHeaders.text(letter.headers(), "mintmark_error_code").orElse(""))
        .containsExactly("KIT-050", "KIT-014", "TEL-001", "KIT-016");
  }

  private static byte[] avro(int length) {
    return new byte[length];
  }

  @Test
  void devicesOfAnOpenRolloutAreSummedAlone() throws Exception {
    DeviceHeartbeat before = classed(Fixtures.batch("open-1", 1, 2, minute() + 1_500));
    log.write(before);
    awaitMetrics("open:v1.0.0", 60_000, 2);
    log.write(Fixtures.changed("open-class", 1, RolloutState.PLANNED));

    // The service learns of it in its own time: heartbeats go on until it has.
    long[] next = {3};
    Awaitility.await()
        .atMost(TelemetryProcess.LONG_ENOUGH)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> {
          log.write(classed(Fixtures.batch("open-1", next[0], 2, minute() + 3_500)));
          next[0] += 2;
          return !summaries("open-1").isEmpty();
        });
    DeviceSummarized part = summaries("open-1").getFirst();
    assertThat(part.getFirstSequence()).isGreaterThanOrEqualTo(3);
    assertThat(part.getWindowMillis()).isEqualTo(1_000);
    assertThat(part.getRelease()).isEqualTo("open:v1.0.0");
    assertThat(part.getHeartbeats()).isEqualTo((int) (part.getRequests() / Fixtures.REQUESTS));
    assertThat(summaries("metrics-1")).isEmpty();
  }

  private static DeviceHeartbeat classed(DeviceHeartbeat batch) {
    DeviceHeartbeat named = of(batch, "open:v1.0.0");
    return new DeviceHeartbeat(
        named.getDevice(),
        "open-class",
        named.getFirstSequence(),
        named.getInventories(),
        named.getHeartbeats());
  }

  private static List<DeviceSummarized> summaries(String device) throws Exception {
    List<DeviceSummarized> parts = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> message :
        log.read(TopicCatalogue.DEVICE_SUMMARIZED.name())) {
      assertThat(Framing.schemaId(message.value())).isEqualTo(FakeRegistry.SUMMARIZED);
      DeviceSummarized part =
          EventCodec.read(Framing.unframe(message.value()), DeviceSummarized.class);
      if (part.getDevice().equals(device)) {
        parts.add(part);
      }
    }
    return parts;
  }

  /** Waits for a window of that release with that many heartbeats, and no more. */
  private static FleetMetrics awaitMetrics(String release, int windowMillis, int heartbeats) {
    return Awaitility.await(release + " with " + heartbeats + " heartbeats")
        .atMost(TelemetryProcess.LONG_ENOUGH)
        .until(
            () -> last(release, windowMillis), m -> m != null && m.getHeartbeats() == heartbeats);
  }

  private static @Nullable FleetMetrics last(String release, int windowMillis) throws Exception {
    @Nullable FleetMetrics last = null;
    for (ConsumerRecord<byte[], byte[]> message : log.read(TopicCatalogue.FLEET_METRICS.name())) {
      FleetMetrics event = EventCodec.read(Framing.unframe(message.value()), FleetMetrics.class);
      if (event.getRelease().equals(release) && event.getWindowMillis() == windowMillis) {
        last = event;
      }
    }
    return last;
  }

  private static long minute() {
    return MINUTE;
  }

  private static long minute(long at) {
    return at - at % 60_000;
  }

  private static DeviceHeartbeat of(DeviceHeartbeat batch, String release) {
    return new DeviceHeartbeat(
        batch.getDevice(),
        batch.getDeviceClass(),
        batch.getFirstSequence(),
        List.of(Fixtures.inventory(release)),
        batch.getHeartbeats());
  }
}
