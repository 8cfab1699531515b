package dev.mintmark.simulator.device;

import java.time.Duration;

/** Regular moments. One that has passed is left out, not caught up with. */
final class Pace {
  private final long interval;
  private long next;

  /**
   * @param first how long from now
   */
  Pace(Duration interval, Duration first) {
    this.interval = interval.toNanos();
    this.next = System.nanoTime() + first.toNanos();
  }

  /** Returns at the next moment. */
  void await() throws InterruptedException {
    long rest = next - System.nanoTime();
    if (rest > 0) {
      Thread.sleep(Duration.ofNanos(rest));
    }
    next += interval * (1 + Math.max(0, -rest) / interval);
  }
}
