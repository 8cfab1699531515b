package dev.mintmark.canary.device.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.canary.fleet.Desired;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownDevicesTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Vertx vertx = Vertx.vertx();
  private final Waiters waiters = new Waiters(vertx);
  private final KnownDevices devices = new KnownDevices(waiters);

  @AfterEach
  void close() {
    vertx.close();
  }

  @ParameterizedTest(name = "generation {0} order {1}, then generation {2} order {3}")
  @CsvSource({"1,5, 2,0", "2,0, 1,5", "2,5, 1,4", "1,4, 2,5", "2,5, 2,5"})
  void keepsTheNewestOfEachInWhateverOrderNewsComes(
      int generation1, long order1, int generation2, long order2) {
    devices.learn(device("a", generation1, order1));
    devices.learn(device("a", generation2, order2));

    assertThat(devices.find("a")).contains(device("a", 2, 5));
  }

  @Test
  void newsWakesTheDeviceThatItIsAboutAndNoOther() {
    devices.learn(device("a", 1, 0));
    UniAssertSubscriber<Void> a = await("a");
    UniAssertSubscriber<Void> b = await("b");

    devices.learn(device("a", 1, 1));

    a.assertCompleted();
    b.assertNotTerminated();
    assertThat(waiters.size()).isEqualTo(1);
  }

  @Test
  void whatIsKnownAlreadyWakesNobody() {
    devices.learn(device("a", 1, 1));
    UniAssertSubscriber<Void> a = await("a");

    devices.learn(device("a", 1, 1));
    devices.learn(device("a", 1, 0));

    a.assertNotTerminated();
  }

  @Test
  void newsThatCameBeforeTheWaitIsNotSleptThrough() {
    UniAssertSubscriber<Void> a =
        waiters
            .await("a", LONG, () -> true)
            .subscribe()
            .withSubscriber(UniAssertSubscriber.create());

    a.assertCompleted();
    assertThat(waiters.size()).isZero();
  }

  @Test
  void aLaterPollEndsTheOneBefore() {
    UniAssertSubscriber<Void> first = await("a");
    UniAssertSubscriber<Void> second = await("a");

    first.assertCompleted();
    second.assertNotTerminated();
    assertThat(waiters.size()).isEqualTo(1);
  }

  @Test
  void aWaitEndsByItself() {
    waiters
        .await("a", Duration.ofMillis(1), () -> false)
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create())
        .awaitItem(LONG);

    // Its entry goes right after its end is told, on another thread.
    Awaitility.await().atMost(LONG).until(() -> waiters.size() == 0);
  }

  @Test
  void aCancelledWaitLeavesNothingBehind() {
    await("a").cancel();

    assertThat(waiters.size()).isZero();
  }

  @Test
  void aStopWakesEverybody() {
    UniAssertSubscriber<Void> a = await("a");
    UniAssertSubscriber<Void> b = await("b");

    waiters.wakeAll();

    a.assertCompleted();
    b.assertCompleted();
  }

  @Test
  void aDoubtThatComesWhileTheTablesAreReadStays() {
    devices.trust();
    devices.doubt();

    assertThat(devices.doubted()).isTrue();
  }

  @Test
  void anOrderAndADesiredStateGoTogether() {
    assertThatThrownBy(() -> new KnownDevice("a", "c", 1, 1, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private UniAssertSubscriber<Void> await(String device) {
    return waiters
        .await(device, LONG, () -> false)
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create());
  }

  private static KnownDevice device(String device, int generation, long order) {
    return new KnownDevice(
        device,
        "cpu-amd64",
        generation,
        order,
        order == 0 ? Optional.empty() : Optional.of(desired(order)));
  }

  private static Desired desired(long order) {
    return new Desired(
        "face-detect:v1.0." + order,
        "vision/face-detect",
        "v1.0." + order,
        "sha256:" + "0".repeat(64),
        Desired.Reason.ROLLOUT,
        "face-detect:v1.0." + order + "/1");
  }
}
