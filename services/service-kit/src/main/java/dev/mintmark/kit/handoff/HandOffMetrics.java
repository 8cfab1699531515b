package dev.mintmark.kit.handoff;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts and times a step's hand-offs; tags come from closed sets. */
final class HandOffMetrics {
  private final MeterRegistry registry;
  private final String step;
  private final Counter retries;

  HandOffMetrics(MeterRegistry registry, String step) {
    this.registry = registry;
    this.step = step;
    this.retries = Counter.builder("mintmark.handoff.retries").tag("step", step).register(registry);
  }

  void finished(Answer answer, Duration elapsed) {
    Timer.builder("mintmark.handoff")
        .tag("step", step)
        .tag("outcome", answer.outcome())
        .tag("code", answer.errorCode().orElse("none"))
        .register(registry)
        .record(elapsed);
  }

  void retried() {
    retries.increment();
  }
}
