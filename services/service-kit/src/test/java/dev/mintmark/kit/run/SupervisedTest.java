package dev.mintmark.kit.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SupervisedTest {
  @Test
  void runsFailedWorkAgainAndTellsHowItIs() {
    AtomicInteger runs = new AtomicInteger();
    try (Supervised part =
        Supervised.start(
            "part",
            control -> {
              if (runs.incrementAndGet() < 3) {
                throw new IllegalStateException("not now");
              }
              control.ready();
              control.pause(Duration.ofMinutes(1));
            })) {
      Awaitility.await().until(() -> part.state() instanceof RunState.Retrying);
      Awaitility.await().until(() -> part.state() instanceof RunState.Running);
      assertThat(runs).hasValue(3);
    }
  }

  @Test
  void endsWhenItIsClosedEvenInAPause() {
    Supervised part =
        Supervised.start(
            "part",
            control -> {
              throw new IllegalStateException("never");
            });
    Awaitility.await().until(() -> part.state() instanceof RunState.Retrying);

    part.close();

    Awaitility.await().until(() -> part.state() instanceof RunState.Stopped);
  }
}
