package dev.mintmark.launcher.service;

import java.time.Duration;

/** Pauses that double from half a second to half a minute. */
final class Backoff {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Duration next = Duration.ofMillis(500);

  Duration next() {
    Duration pause = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return pause;
  }
}
