package dev.mintmark.cli.pause;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits before another attempt; a test's own pause does not. */
@FunctionalInterface
public interface Pause {
  void pause(Duration duration);

  /** Real time; an interrupt ends the wait early. */
  static Pause real() {
    return duration -> {
      long end = System.nanoTime() + duration.toNanos();
      for (long left = duration.toNanos();
          left > 0 && !Thread.currentThread().isInterrupted();
          left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    };
  }

  /** Twice as long with each attempt, from 100 ms to 2 s. */
  default void beforeAttempt(int attempt) {
    pause(Duration.ofMillis(Math.min(2000, 50L << Math.min(attempt, 10))));
  }
}
