package dev.mintmark.simulator.device;

import java.time.Duration;
import java.util.Random;

/** Pauses that double, from half a second to fifteen, each shortened by up to a half. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private final Random random;
  private long millis = FIRST.toMillis();

  Backoff(Random random) {
    this.random = random;
  }

  void reset() {
    millis = FIRST.toMillis();
  }

  void pause() throws InterruptedException {
    Thread.sleep(next());
  }

  Duration next() {
    long shortened = (long) (millis * (1 - random.nextDouble() / 2));
    millis = Math.min(2 * millis, LONGEST.toMillis());
    return Duration.ofMillis(shortened);
  }
}
