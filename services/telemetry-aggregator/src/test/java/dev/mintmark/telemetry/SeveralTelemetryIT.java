package dev.mintmark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.events.rollout.v1.RolloutState;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.TopicCatalogue;
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

/** Two instances that share the partitions: once, whichever of them goes away. */
@Tag("long")
class SeveralTelemetryIT {
  private static final String COUNTED = "mintmark_telemetry_heartbeats_total{outcome=\"counted\"";

  @TempDir(cleanup = CleanupMode.NEVER)
  Path folder;

  private EmbeddedStack stack;
  private FakeRegistry registry;
  private TelemetryLog log;
  private TelemetryProcess one;
  private TelemetryProcess other;

  @BeforeEach
  void start() throws Exception {
    stack = EmbeddedStack.start(folder.resolve("stack"), EnumSet.of(Part.KAFKA, Part.S3));
    Topics.create(stack.kafkaBootstrapServers(), TopicCatalogue.all());
    registry = new FakeRegistry();
    log = new TelemetryLog(stack.kafkaBootstrapServers());
    log.write(Fixtures.changed(Fixtures.CLASS, 1, RolloutState.PLANNED));
    log.flush();
    one = TelemetryProcess.replica(stack, registry.uri(), folder.resolve("one"), "0");
    one.awaitReady();
    other = TelemetryProcess.replica(stack, registry.uri(), folder.resolve("other"), "1");
    other.awaitReady();
  }

  @AfterEach
  void stop() {
    other.close();
    one.close();
    log.close();
    registry.close();
    stack.close();
  }

  @Test
  void everyHeartbeatIsCountedOnceThoughOneOfTwoIsKilledOrFrozen() throws Exception {
    Map<String, Long> sent;
    try (SendingDevices devices = SendingDevices.start(List.of(one, other))) {
      awaitMore(one);
      awaitMore(other);
      Awaitility.await("every device to be counted at all")
          .atMost(TelemetryProcess.LONG_ENOUGH)
          .until(() -> log.counted().size() == SendingDevices.DEVICES);

      // Whoever is left takes over all partitions, and gives some back.
      one.kill();
      awaitAllOfThem();
      one.restart();
      one.awaitReady();
      awaitMore(one);

      // One that was only away for long must not commit what it still holds.
      other.signal("STOP");
      try {
        awaitAllOfThem();
      } finally {
        other.signal("CONT");
      }
      other.awaitReady();
      awaitMore(other);
      sent = devices.end();
    }

    assertThat(sent).hasSize(SendingDevices.DEVICES);
    CountedOnce.everywhere(log, sent);
  }

  private static void awaitMore(TelemetryProcess instance) {
    double before = instance.metric(COUNTED);
    Awaitility.await("the instance to count")
        .atMost(TelemetryProcess.LONG_ENOUGH)
        .ignoreExceptions()
        .until(() -> instance.metric(COUNTED) > before);
  }

  /** Every device's heartbeats are counted on, by whoever is left. */
  private void awaitAllOfThem() throws Exception {
    Map<String, Long> before = log.counted();
    assertThat(before).hasSize(SendingDevices.DEVICES);
    Awaitility.await("every device's heartbeats to be counted")
        .atMost(TelemetryProcess.LONG_ENOUGH)
        .until(() -> {
          Map<String, Long> now = log.counted();
          return before.entrySet().stream()
              .allMatch(e -> now.getOrDefault(e.getKey(), 0L) > e.getValue());
        });
  }
}
