package dev.mintmark.contract.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.events.device.v1.DeviceSummarized;
import dev.mintmark.events.device.v1.Heartbeat;
import dev.mintmark.events.device.v1.Inventory;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the long suite looks for is found. */
class CountersTest {
  private static final String INDEX = "sha256:i";

  private final Counters counters = new Counters();

  /** Heartbeat n is made at n seconds. */
  @BeforeEach
  void sendTen() {
    counters.sent(batch(1, 10));
  }

  @Test
  void findsNothingWhereEachIsCountedOnceThoughSomeWereSentAgain() {
    counters.sent(batch(6, 10));
    counters.counted(part(1, 4, 4));
    counters.counted(part(5, 10, 6));

    assertThat(counters.faults()).isEmpty();
    assertThat(holes(0, 11)).isEmpty();
    assertThat(counters.counted()).isEqualTo(10);
    assertThat(counters.sent()).containsEntry("d1", 10);
  }

  @Test
  void findsWhatIsCountedTwice() {
    counters.counted(part(1, 5, 5));
    counters.counted(part(5, 8, 4));

    assertThat(counters.faults()).singleElement().asString().contains("d1: counted twice");
  }

  @Test
  void findsAPartThatSumsMoreThanItSpans() {
    counters.counted(part(1, 5, 6));

    assertThat(counters.faults()).singleElement().asString().contains("than it spans");
  }

  @Test
  void findsWhatWasNeverSent() {
    counters.counted(part(9, 11, 3));

    assertThat(counters.faults()).containsExactly("d1: counted and never sent: {11}");
  }

  @Test
  void findsWhatIsLeftOutBetweenTwoThatAreCounted() {
    counters.counted(part(1, 4, 4));
    counters.counted(part(7, 8, 2));

    assertThat(holes(3, 11)).singleElement().asString().contains("[5, 6]");
    assertThat(holes(7, 11)).isEmpty();
  }

  @Test
  void findsADeviceOfWhichNothingIsCounted() {
    assertThat(holes(0, 11)).hasSize(1);
  }

  @Test
  void knowsWhenAnIndexWasFirstRun() {
    assertThat(counters.first(INDEX, Instant.ofEpochSecond(4))).hasValue(4000);
    assertThat(counters.first("sha256:other", Instant.EPOCH)).isEmpty();
  }

  private List<String> holes(long from, long to) {
    return counters.holes(Instant.ofEpochSecond(from), Instant.ofEpochSecond(to));
  }

  private static DeviceHeartbeat batch(long first, long last) {
    List<Heartbeat> beats = new ArrayList<>();
    for (long n = first; n <= last; n++) {
      beats.add(new Heartbeat(0, n * 1000, 1L, 0L, 0, null, null, ByteBuffer.allocate(0)));
    }
    Inventory inventory = new Inventory("face:v1.0.0", INDEX, "sha256:m", null, null, null);
    return new DeviceHeartbeat("d1", "cpu-amd64", first, List.of(inventory), beats);
  }

  private static DeviceSummarized part(long first, long last, int heartbeats) {
    return new DeviceSummarized(
        "d1",
        "cpu-amd64",
        "face:v1.0.0",
        INDEX,
        first,
        last,
        first * 1000,
        1000,
        heartbeats,
        (long) heartbeats,
        0L,
        0L,
        ByteBuffer.allocate(0));
  }
}
