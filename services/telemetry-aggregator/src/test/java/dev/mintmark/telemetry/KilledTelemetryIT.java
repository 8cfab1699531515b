package dev.mintmark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.events.fleet.v1.FleetMetrics;
import dev.mintmark.kit.framing.Framing;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.TopicCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Once, whatever is killed. */
class KilledTelemetryIT {
  private static final int DEVICES = 8;
  private static final int BATCH = 20;
  private static final int KILLS = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir(cleanup = CleanupMode.NEVER)
  Path folder;

  private EmbeddedStack stack;
  private FakeRegistry registry;
  private TelemetryLog log;
  private volatile TelemetryProcess service;

  @BeforeEach
  void start() throws Exception {
    stack = EmbeddedStack.start(folder.resolve("stack"), EnumSet.of(Part.KAFKA, Part.S3));
    Topics.create(stack.kafkaBootstrapServers(), TopicCatalogue.all());
    registry = new FakeRegistry();
    log = new TelemetryLog(stack.kafkaBootstrapServers());
    startService();
  }

  private void startService() throws IOException {
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
    AtomicBoolean ending = new AtomicBoolean();
    long acknowledged = 0;
    try (ExecutorService devices = Executors.newFixedThreadPool(DEVICES)) {
      List<Future<Long>> sent = new ArrayList<>();
      for (int i = 0; i < DEVICES; i++) {
        String device = "killed-" + i;
        sent.add(devices.submit(() -> sendUntil(ending, device)));
      }
      for (int kill = 1; kill <= KILLS; kill++) {
        long before = log.summedHeartbeats();
        // In the middle of counting: the moment differs from kill to kill.
        Awaitility.await()
            .atMost(TelemetryProcess.LONG_ENOUGH)
            .until(() -> log.summedHeartbeats() > before);
        service.kill();
        startService();
      }
      ending.set(true);
      for (Future<Long> future : sent) {
        acknowledged += future.get();
      }
    }

    long expected = acknowledged;
    assertThat(expected).isGreaterThan((long) DEVICES * BATCH * KILLS);
    Awaitility.await()
        .atMost(TelemetryProcess.LONG_ENOUGH)
        .until(() -> log.summedHeartbeats() >= expected);
    assertThat(log.summedHeartbeats()).isEqualTo(expected);
    Awaitility.await()
        .atMost(TelemetryProcess.LONG_ENOUGH)
        .untilAsserted(() -> assertThat(minutes()).isEqualTo(expected));
  }

  /** Sends batches as a device does: again until it hears, and on from where it is told. */
  private long sendUntil(AtomicBoolean ending, String device) throws Exception {
    long last = 0;
    while (!ending.get()) {
      DeviceHeartbeat batch = Fixtures.batch(device, last + 1, BATCH, System.currentTimeMillis());
      last = sendAgain(batch);
    }
    return last;
  }

  /** The last heartbeat that the door says it has. */
  private long sendAgain(DeviceHeartbeat batch) throws Exception {
    while (true) {
      try {
        HttpResponse<String> answer = service.send(batch);
        if (answer.statusCode() == 202 || answer.statusCode() == 409) {
          long last = JSON.readTree(answer.body()).get("lastSequence").asLong();
          if (last >= batch.getFirstSequence() - 1 + BATCH) {
            return last;
          }
        }
      } catch (UncheckedIOException down) {
        // It is being killed; the device does not know whether the batch was taken.
        Thread.onSpinWait();
      }
    }
  }

  /** Heartbeats in the last record of every window of a minute. */
  private long minutes() throws Exception {
    Map<String, Integer> last = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> message : log.read(TopicCatalogue.FLEET_METRICS.name())) {
      FleetMetrics event = EventCodec.read(Framing.unframe(message.value()), FleetMetrics.class);
      if (event.getWindowMillis() == 60_000) {
        last.put(event.getRelease() + event.getWindowStart(), event.getHeartbeats());
      }
    }
    return last.values().stream().mapToLong(Integer::longValue).sum();
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
