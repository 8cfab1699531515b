package dev.mintmark.telemetry.aggregate;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts what the aggregation did; what a failed commit takes back is counted again. */
final class AggregationMetrics {
  private static final String HEARTBEATS = "mintmark.telemetry.heartbeats";

  private final Counter counted;
  private final Counter dropped;
  private final Counter dead;
  private final Timer commits;

  AggregationMetrics(MeterRegistry registry) {
    this.counted = Counter.builder(HEARTBEATS).tag("outcome", "counted").register(registry);
    this.dropped = Counter.builder(HEARTBEATS).tag("outcome", "dropped").register(registry);
    this.dead = Counter.builder("mintmark.telemetry.dead.letters").register(registry);
    this.commits = Timer.builder("mintmark.telemetry.commit").register(registry);
  }

  void counted(int heartbeats) {
    counted.increment(heartbeats);
  }

  void dropped(int heartbeats) {
    dropped.increment(heartbeats);
  }

  void deadLetter() {
    dead.increment();
  }

  void committed(Duration elapsed) {
    commits.record(elapsed);
  }
}
