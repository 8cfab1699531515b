package dev.mintmark.contract.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.device.v1.DeviceCounted;
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
  void findsNothingWhereEachIsSummedUpOnceThoughSomeWereSentAgain() {
    counters.sent(batch(6, 10));
    commit(1, 4, 5);
    commit(5, 10, 11);

    assertThat(counters.faults()).isEmpty();
    assertThat(holes(0, 12)).isEmpty();
    assertThat(late(0, 12)).isEmpty();
    assertThat(counters.summed()).isEqualTo(10);
    assertThat(counters.sent()).containsEntry("d1", 10);
  }

  @Test
  void findsWhatIsSummedUpTwice() {
    counters.summed(part(1, 5, 5));
    counters.summed(part(5, 8, 4));

    assertThat(counters.faults()).singleElement().asString().contains("d1: summed up twice");
  }

  @Test
  void findsAPartThatSumsMoreThanItSpans() {
    counters.summed(part(1, 5, 6));

    assertThat(counters.faults()).singleElement().asString().contains("than it spans");
  }

  @Test
  void findsWhatWasNeverSent() {
    counters.summed(part(9, 11, 3));

    assertThat(counters.faults()).containsExactly("d1: summed up and never sent: {11}");
  }

  @Test
  void findsWhatIsLeftOutBetweenTwoThatAreSummedUp() {
    commit(1, 4, 5);
    commit(7, 8, 9);

    assertThat(holes(3, 12)).singleElement().asString().contains("[5, 6]");
    assertThat(holes(7, 12)).isEmpty();
  }

  @Test
  void findsADeviceOfWhichEverySummaryIsLost() {
    counters.counted(new DeviceCounted("d1", 10L), Instant.ofEpochSecond(11));

    assertThat(holes(8, 12)).containsExactly("d1: of 3 counted in time, not [8, 9, 10]");
    assertThat(late(8, 12)).isEmpty();
  }

  @Test
  void findsThatTheLastSummaryBeforeTheEndIsLost() {
    commit(1, 8, 9);
    counters.counted(new DeviceCounted("d1", 10L), Instant.ofEpochSecond(11));

    assertThat(holes(0, 12)).singleElement().asString().contains("[9, 10]");
  }

  /** A later position speaks for all before it, so nobody hides what was never taken. */
  @Test
  void findsABatchThatWasPassedOver() {
    commit(1, 4, 5);
    commit(9, 10, 11);

    assertThat(holes(0, 12)).singleElement().asString().contains("[5, 6, 7, 8]");
  }

  @Test
  void aDeviceThatWasHeardOnlyAfterTheEndIsLateAndNoHole() {
    counters.counted(new DeviceCounted("d1", 10L), Instant.ofEpochSecond(30));

    assertThat(holes(8, 12)).isEmpty();
    assertThat(late(8, 12)).containsExactly("d1");
  }

  @Test
  void aDeviceThatWasNeverHeardAgainIsLateAndNoHole() {
    assertThat(holes(8, 12)).isEmpty();
    assertThat(late(8, 12)).containsExactly("d1");
  }

  @Test
  void whatIsCountedAtTheMomentOfTheEndMayBeInASummaryOrNot() {
    commit(1, 9, 10);
    counters.counted(new DeviceCounted("d1", 10L), Instant.ofEpochSecond(12));

    assertThat(holes(0, 12)).isEmpty();
    counters.summed(part(10, 10, 1));
    assertThat(counters.faults()).isEmpty();
    assertThat(holes(0, 12)).isEmpty();
  }

  @Test
  void knowsWhenAnIndexWasFirstRun() {
    assertThat(counters.first(INDEX, Instant.ofEpochSecond(4))).hasValue(4000);
    assertThat(counters.first("sha256:other", Instant.EPOCH)).isEmpty();
  }

  private List<String> holes(long from, long ended) {
    return counters.holes(Instant.ofEpochSecond(from), Instant.ofEpochSecond(ended));
  }

  private List<String> late(long from, long ended) {
    return counters.late(Instant.ofEpochSecond(from), Instant.ofEpochSecond(ended));
  }

  /** What one transaction of telemetry's puts into the log. */
  private void commit(long first, long last, long second) {
    counters.summed(part(first, last, (int) (last - first + 1)));
    counters.counted(new DeviceCounted("d1", last), Instant.ofEpochSecond(second));
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
