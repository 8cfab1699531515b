package dev.mintmark.telemetry.merge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what the merge could not add. */
final class MergeMetrics {
  private final Counter late;
  private final Counter dead;

  MergeMetrics(MeterRegistry registry) {
    this.late = Counter.builder("mintmark.telemetry.late.heartbeats").register(registry);
    this.dead = Counter.builder("mintmark.telemetry.merge.dead.letters").register(registry);
  }

  void late(int heartbeats) {
    late.increment(heartbeats);
  }

  void deadLetter() {
    dead.increment();
  }
}
