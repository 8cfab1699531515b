package dev.mintmark.kit.store;

import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the bucket answers. A class with a name, so that a service that does not use the store
 * can switch it off: {@code quarkus.smallrye-health.check."<this class>".enabled=false}.
 */
@Readiness
@Singleton
final class StoreHealth implements HealthCheck {
  private static final String NAME = "artifact store";

  private final S3Objects objects;

  StoreHealth(S3Objects objects) {
    this.objects = objects;
  }

  @Override
  public HealthCheckResponse call() {
    try {
      return HealthCheckResponse.named(NAME).status(objects.bucketIsThere()).build();
    } catch (UnavailableException e) {
      return HealthCheckResponse.named(NAME)
          .down()
          .withData("error", List.of(e.getMessage(), e.getCause()).toString())
          .build();
    }
  }
}
