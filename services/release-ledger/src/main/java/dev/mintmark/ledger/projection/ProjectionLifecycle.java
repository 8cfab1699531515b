package dev.mintmark.ledger.projection;

import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.broker.Broker;
import dev.mintmark.ledger.LedgerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Starts and stops the projection. Ready once it has caught up with a log that was asked a second
 * before; unready from the moment at which Kafka or PostgreSQL is found away until it has caught up
 * again.
 */
@Readiness
@Singleton
final class ProjectionLifecycle implements HealthCheck {
  private final Projector projector;

  ProjectionLifecycle(
      KitConfig kit,
      LedgerConfig config,
      ProjectionStore store,
      ProjectedReleases releases,
      MeterRegistry registry) {
    SourceLog log = new SourceLog(Broker.of(kit), ProjectedTopics.ALL, config.batch());
    ProjectionMetrics metrics = new ProjectionMetrics(registry);
    this.projector =
        new Projector(
            log,
            store,
            config,
            batch -> {
              metrics.projected(batch);
              releases.announce(batch);
            });
    metrics.behind(projector);
  }

  void start(@Observes StartupEvent event) {
    projector.start();
  }

  void stop(@Observes ShutdownEvent event) {
    projector.close();
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder health = HealthCheckResponse.named("projection");
    return switch (projector.state()) {
      case ProjectionState.Following() -> health.up().withData("state", "following").build();
      case ProjectionState.CatchingUp(long behind) ->
          health.down().withData("state", "catching up").withData("behind", behind).build();
      case ProjectionState.Starting() -> health.down().withData("state", "starting").build();
      case ProjectionState.Stopped() -> health.down().withData("state", "stopped").build();
      case ProjectionState.Retrying(int attempts, String error) ->
          health
              .down()
              .withData("state", "retrying")
              .withData("attempts", attempts)
              .withData("error", error)
              .build();
    };
  }
}
