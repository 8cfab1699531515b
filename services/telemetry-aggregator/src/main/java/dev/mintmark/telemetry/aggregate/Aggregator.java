package dev.mintmark.telemetry.aggregate;

import dev.mintmark.kit.handoff.StartingOffsets;
import dev.mintmark.kit.run.Supervisor;
import dev.mintmark.kit.run.Work;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.telemetry.TelemetryConfig;
import dev.mintmark.telemetry.clients.Clients;
import dev.mintmark.telemetry.clients.FramedTopics;
import dev.mintmark.telemetry.rollouts.OpenClasses;
import dev.mintmark.topics.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Runs sessions of the aggregation, one after another. */
@Singleton
final class Aggregator {
  private static final Duration SHORT = Duration.ofMillis(50);

  private final Clients clients;
  private final FramedTopics framed;
  private final OpenClasses open;
  private final KnownSequences known;
  private final StartingOffsets offsets;
  private final AggregationMetrics metrics;
  private final Supervisor supervisor;
  private final int windowMillis;

  Aggregator(
      Clients clients,
      FramedTopics framed,
      OpenClasses open,
      KnownSequences known,
      Pointers pointers,
      MeterRegistry registry,
      Supervisor supervisor,
      TelemetryConfig config) {
    this.clients = clients;
    this.framed = framed;
    this.open = open;
    this.known = known;
    this.offsets = new StartingOffsets(pointers);
    this.metrics = new AggregationMetrics(registry);
    this.supervisor = supervisor;
    this.windowMillis = Math.toIntExact(config.window().toMillis());
    if (windowMillis < 1) {
      throw new IllegalArgumentException(
          "mintmark.telemetry.window is " + config.window() + "; wanted 1 ms or more (TEL-021)");
    }
  }

  void start(@Observes StartupEvent event) {
    supervisor.supervise("aggregation", this::run);
  }

  private void run(Work.Control control) throws InterruptedException {
    int heartbeats = framed.await(TopicCatalogue.DEVICE_HEARTBEAT, control);
    int summarized = framed.await(TopicCatalogue.DEVICE_SUMMARIZED, control);
    while (!open.isCurrent() && !control.stopping()) {
      control.pause(SHORT);
    }
    Counting counting = new Counting(heartbeats, windowMillis, open::contains, known, metrics);
    Outgoing outgoing = new Outgoing(summarized, Clock.systemUTC());
    try (AggregationSession session =
        AggregationSession.open(clients, offsets, counting, outgoing, metrics)) {
      while (!control.stopping()) {
        session.step();
        if (session.isAssigned()) {
          control.ready();
        }
      }
    }
  }
}
