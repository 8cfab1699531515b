package dev.mintmark.kit.handoff;

import java.time.Duration;

/** Doubling pauses between tries, 200 ms to 10 s. */
record Backoff(int attempts) {
  static final Backoff NONE = new Backoff(0);
  private static final int MOST_DOUBLINGS = 6;

  Backoff next() {
    return new Backoff(attempts + 1);
  }

  Duration pause() {
    long millis = 200L << Math.min(attempts, MOST_DOUBLINGS);
    return Duration.ofMillis(Math.min(millis, 10_000));
  }
}
