package dev.mintmark.telemetry.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.kit.device.DeviceIdentity;
import dev.mintmark.telemetry.Fixtures;
import dev.mintmark.telemetry.aggregate.Known;
import dev.mintmark.telemetry.aggregate.KnownSequences;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DoorTest {
  private static final Instant NOW = Instant.parse("2027-01-15T08:00:00Z");
  private static final long AT = NOW.toEpochMilli();
  private static final DeviceIdentity OWNER = new DeviceIdentity("d-1", Fixtures.CLASS, 1);

  private final KnownSequences known = Known.none();
  private final FakeLog log = new FakeLog();
  private final Door door = new Door(log, known, Clock.fixed(NOW, ZoneOffset.UTC), 64 << 10);

  /** Acknowledges when it is told to. */
  private static final class FakeLog implements HeartbeatLog {
    final List<String> appended = new ArrayList<>();
    final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    boolean open = true;

    @Override
    public CompletionStage<Void> append(String device, long firstSequence, byte[] avro) {
      appended.add(device + "@" + firstSequence);
      CompletableFuture<Void> written = new CompletableFuture<>();
      waiting.add(written);
      return written;
    }

    @Override
    public boolean isOpen() {
      return open;
    }
  }

  @Test
  void answersOnlyAfterTheLogAcknowledged() {
    CompletableFuture<Reply> reply = send(Fixtures.batch("d-1", 1, 10, AT));
    assertThat(reply).isNotDone();

    log.waiting.remove().complete(null);

    assertThat(reply.join()).isEqualTo(new Reply(202, "none", "{\"lastSequence\":10}"));
    assertThat(known.last("d-1")).isEqualTo(10);
    assertThat(door.bytesUnderWay()).isZero();
  }

  @Test
  void aBatchThatTheLogDidNotAcknowledgeMayComeAgain() {
    CompletableFuture<Reply> first = send(Fixtures.batch("d-1", 1, 10, AT));
    log.waiting.remove().completeExceptionally(new IllegalStateException("away"));
    assertThat(first.join().status()).isEqualTo(503);

    CompletableFuture<Reply> second = send(Fixtures.batch("d-1", 1, 10, AT));
    log.waiting.remove().complete(null);

    assertThat(second.join().status()).isEqualTo(202);
    assertThat(log.appended).containsExactly("d-1@1", "d-1@1");
    assertThat(door.bytesUnderWay()).isZero();
  }

  @Test
  void aReplayedOrOverlappingBatchIsToldWhereToGoOn() {
    known.note("d-1", 10);

    for (long first : new long[] {1, 5, 10}) {
      Reply reply = send(Fixtures.batch("d-1", first, 10, AT)).join();
      assertThat(reply.status()).isEqualTo(409);
      assertThat(reply.body()).contains("\"code\":\"TEL-005\"").contains("\"lastSequence\":10");
    }
    assertThat(log.appended).isEmpty();
    send(Fixtures.batch("d-1", 11, 1, AT));
    assertThat(log.appended).containsExactly("d-1@11");
  }

  @Test
  void aDeviceHasOneBatchUnderWay() {
    send(Fixtures.batch("d-1", 1, 10, AT));

    Reply second = send(Fixtures.batch("d-1", 11, 10, AT)).join();

    assertThat(second.status()).isEqualTo(503);
    log.waiting.remove().complete(null);
    assertThat(send(Fixtures.batch("d-1", 11, 10, AT))).isNotDone();
  }

  @Test
  void refusesWhatIsMoreThanMayBeUnderWay() {
    int taken = 0;
    for (int i = 0; i < 10; i++) {
      DeviceIdentity owner = new DeviceIdentity("d-" + i, Fixtures.CLASS, 1);
      byte[] body = Fixtures.body(Fixtures.batch(owner.device(), 1, 50, AT));
      CompletableFuture<Reply> reply = door.take(owner, body).toCompletableFuture();
      taken += reply.isDone() ? 0 : 1;
      assertThat(reply.isDone() ? reply.join().status() : 503).isEqualTo(503);
    }
    assertThat(taken).isBetween(1, 9);
    assertThat(door.bytesUnderWay()).isBetween(1L, 64L << 10);
    log.waiting.forEach(w -> w.complete(null));
    assertThat(door.bytesUnderWay()).isZero();
  }

  @Test
  void isBusyWhileTheLogIsNotReached() {
    log.open = false;

    assertThat(send(Fixtures.batch("d-1", 1, 1, AT)).join().code()).isEqualTo("TEL-009");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void refuses(String what, byte[] body, int status, String code) {
    Reply reply = door.take(OWNER, body).toCompletableFuture().join();

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.code()).isEqualTo(code);
    assertThat(log.appended).isEmpty();
    assertThat(door.bytesUnderWay()).isZero();
  }

  static Stream<Arguments> bad() {
    DeviceHeartbeat other = Fixtures.batch("d-2", 1, 1, AT);
    DeviceHeartbeat good = Fixtures.batch("d-1", 1, 1, AT);
    DeviceHeartbeat otherClass =
        new DeviceHeartbeat("d-1", "gpu", 1L, good.getInventories(), good.getHeartbeats());
    long future = AT + Duration.ofMinutes(5).toMillis() + 1;
    long old = AT - Duration.ofDays(7).toMillis() - 1;
    return Stream.of(
        Arguments.of("garbage", new byte[] {1, 2, 3}, 400, "TEL-001"),
        Arguments.of("another device's batch", Fixtures.body(other), 403, "TEL-002"),
        Arguments.of("another class", Fixtures.body(otherClass), 403, "TEL-002"),
        Arguments.of(
            "the future", Fixtures.body(Fixtures.batch("d-1", 1, 2, future)), 400, "TEL-003"),
        Arguments.of("the past", Fixtures.body(Fixtures.batch("d-1", 1, 1, old)), 400, "TEL-004"),
        Arguments.of(
            "the number 0", Fixtures.body(Fixtures.batch("d-1", 0, 1, AT)), 400, "TEL-005"));
  }

  private CompletableFuture<Reply> send(DeviceHeartbeat batch) {
    return door.take(OWNER, Fixtures.body(batch)).toCompletableFuture();
  }
}
