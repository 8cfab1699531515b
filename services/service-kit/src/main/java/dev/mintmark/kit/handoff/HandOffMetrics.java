package dev.mintmark.kit.handoff;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Counts, times and logs a step's hand-offs; tags come from closed sets. */
final class HandOffMetrics {
  private static final Logger LOG = Logger.getLogger(HandOffMetrics.class);

  private final MeterRegistry registry;
  private final String step;
  private final Counter retries;

  HandOffMetrics(MeterRegistry registry, String step) {
    this.registry = registry;
    this.step = step;
    this.retries = Counter.builder("mintmark.handoff.retries").tag("step", step).register(registry);
  }

  /**
   * Its transaction is committed.
   *
   * @param now in {@link System#nanoTime} units
   */
  void finished(Batch.Finished finished, long now) {
    Answer answer = finished.answer();
    Duration elapsed = Duration.ofNanos(now - finished.since());
    Timer.builder("mintmark.handoff")
        .tag("step", step)
        .tag("outcome", answer.outcome())
        .tag("code", answer.errorCode().orElse("none"))
        .register(registry)
        .record(elapsed);
    LOG.infof(
        "hand-off finished release=%s step=%s outcome=%s position=%s elapsedMs=%d%s",
        answer.release(),
        step,
        answer.outcome(),
        Position.of(finished.message()),
        elapsed.toMillis(),
        answer.errorCode().map(code -> " errorCode=" + code).orElse(""));
  }

  void retried() {
    retries.increment();
  }
}
