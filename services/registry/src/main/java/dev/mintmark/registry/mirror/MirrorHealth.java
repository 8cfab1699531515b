package dev.mintmark.registry.mirror;

import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Tells how mirrors are, and is up: what is wrong with one of them is no reason to stop here. */
@Wellness
@Singleton
final class MirrorHealth implements HealthCheck {
  private final Mirrors mirrors;

  MirrorHealth(Mirrors mirrors) {
    this.mirrors = mirrors;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder health = HealthCheckResponse.named("mirrors").up();
    for (Mirrors.Status mirror : mirrors.all()) {
      String waits = mirror.seen().waitsFor();
      health.withData(mirror.name(), waits == null ? mirror.state() : "degraded: " + waits);
    }
    return health.build();
  }
}
