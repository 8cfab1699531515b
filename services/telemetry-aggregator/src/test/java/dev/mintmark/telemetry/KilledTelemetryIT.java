package dev.mintmark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.events.rollout.v1.RolloutState;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.TopicCatalogue;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Once, whatever is killed. */
@Tag("long")
class KilledTelemetryIT {
  private static final int KILLS = 3;

  @TempDir(cleanup = CleanupMode.NEVER)
  Path folder;

  private EmbeddedStack stack;
  private FakeRegistry registry;
  private TelemetryLog log;
  private TelemetryProcess service;

  @BeforeEach
  void start() throws Exception {
    stack = EmbeddedStack.start(folder.resolve("stack"), EnumSet.of(Part.KAFKA, Part.S3));
    Topics.create(stack.kafkaBootstrapServers(), TopicCatalogue.all());
    registry = new FakeRegistry();
    log = new TelemetryLog(stack.kafkaBootstrapServers());
    // Known before the first heartbeat: each of them must be in a summary.
    log.write(Fixtures.changed(Fixtures.CLASS, 1, RolloutState.PLANNED));
    log.flush();
    service = TelemetryProcess.start(stack, registry.uri(), folder.resolve("service"));
    service.awaitReady();
  }

  @AfterEach
  void stop() {
    service.close();
    log.close();
    registry.close();
    stack.close();
  }

  @Test
  void everyHeartbeatThatWasAcknowledgedIsCountedOnceWheneverItIsKilled() throws Exception {
    Map<String, Long> sent;
    try (SendingDevices devices = SendingDevices.start(List.of(service))) {
      for (int kill = 1; kill <= KILLS; kill++) {
        long before = log.summedHeartbeats();
        // In the middle of counting: the moment differs from kill to kill.
        Awaitility.await()
            .atMost(TelemetryProcess.LONG_ENOUGH)
            .until(() -> log.summedHeartbeats() > before);
        service.kill();
        service.restart();
        service.awaitReady();
      }
      sent = devices.end();
    }

    assertThat(sent).hasSize(SendingDevices.DEVICES);
    assertThat(sent.values()).allMatch(last -> last >= (long) SendingDevices.BATCH * KILLS);
    CountedOnce.everywhere(log, sent);
  }

  @Test
  void saysBusyWhileKafkaIsAwayAndGoesOnAfter() throws Exception {
    long at = System.currentTimeMillis();
    assertThat(service.send(Fixtures.batch("away-1", 1, 5, at)).statusCode()).isEqualTo(202);

    stack.kill();
    HttpResponse<String> refused = service.send(Fixtures.batch("away-1", 6, 5, at));
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("TEL-009");
    Awaitility.await()
        .atMost(TelemetryProcess.LONG_ENOUGH)
        .until(() -> service.get("/q/health/ready").statusCode() == 503);

    stack = EmbeddedStack.start(folder.resolve("stack"), EnumSet.of(Part.KAFKA, Part.S3));
    service.awaitReady();
    Awaitility.await()
        .atMost(TelemetryProcess.LONG_ENOUGH)
        .until(() -> service.send(Fixtures.batch("away-1", 6, 5, at)).statusCode() != 503);
    assertThat(service.send(Fixtures.batch("away-1", 6, 5, at)).statusCode()).isEqualTo(409);
    Awaitility.await()
        .atMost(TelemetryProcess.LONG_ENOUGH)
        .untilAsserted(() -> assertThat(log.summedHeartbeats()).isEqualTo(10));
  }
}
