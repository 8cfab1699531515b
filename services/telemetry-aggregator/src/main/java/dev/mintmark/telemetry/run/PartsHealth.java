package dev.mintmark.telemetry.run;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when every part runs. */
@Readiness
@Singleton
final class PartsHealth implements HealthCheck {
  private final Supervisor supervisor;

  PartsHealth(Supervisor supervisor) {
    this.supervisor = supervisor;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder health = HealthCheckResponse.named("telemetry").up();
    for (Supervised part : supervisor.parts()) {
      switch (part.state()) {
        case RunState.Running() -> health.withData(part.name(), "running");
        case RunState.Starting() -> health.withData(part.name(), "starting").down();
        case RunState.Stopped() -> health.withData(part.name(), "stopped").down();
        case RunState.Retrying(int attempts, String error) ->
            health.withData(part.name(), "retrying, " + attempts + " failed: " + error).down();
      }
    }
    return health.build();
  }
}
