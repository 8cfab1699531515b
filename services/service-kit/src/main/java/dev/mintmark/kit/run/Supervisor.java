package dev.mintmark.kit.run;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * All parts of the service: ready when every one runs. Injected by its class, found by readiness.
 */
@Default
@Readiness
@Singleton
public final class Supervisor implements HealthCheck {
  private final List<Supervised> parts = new CopyOnWriteArrayList<>();

  /** Starts a part, and stops it when the service ends. */
  public Supervised supervise(String name, Work work) {
    Supervised part = Supervised.start(name, work);
    parts.add(part);
    return part;
  }

  void stop(@Observes ShutdownEvent event) {
    parts.reversed().forEach(Supervised::close);
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder health = HealthCheckResponse.named("parts").up();
    for (Supervised part : parts) {
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
