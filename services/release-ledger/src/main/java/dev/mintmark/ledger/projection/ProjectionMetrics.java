package dev.mintmark.ledger.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what is projected. */
final class ProjectionMetrics {
  private static final String RECORDS = "mintmark.ledger.records";

  private final MeterRegistry registry;
  private final Counter handOffs;
  private final Counter dead;
  private final Counter batches;

  ProjectionMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.handOffs = Counter.builder(RECORDS).tag("outcome", "projected").register(registry);
    this.dead = Counter.builder(RECORDS).tag("outcome", "dead").register(registry);
    this.batches = Counter.builder("mintmark.ledger.batches").register(registry);
  }

  void projected(Batch batch) {
    handOffs.increment(batch.readable());
    dead.increment(batch.dead().size());
    batches.increment();
  }

  void behind(Projector projector) {
    Gauge.builder("mintmark.ledger.behind", projector, Projector::behind).register(registry);
  }
}
