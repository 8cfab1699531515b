package dev.mintmark.kit.store;

import dev.mintmark.kit.KitConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Wires the store. */
@Singleton
final class StoreBeans {
  @Produces
  @Singleton
  S3Objects objects(KitConfig config) {
    return new S3Objects(config.store());
  }

  @Produces
  @Singleton
  ArtifactStore artifacts(S3Objects objects, KitConfig config) {
    return new S3ArtifactStore(objects, config.workDir());
  }

  @Produces
  @Singleton
  Pointers pointers(S3Objects objects) {
    return new S3Pointers(objects);
  }

  @Produces
  @Readiness
  @Singleton
  HealthCheck storeIsThere(S3Objects objects) {
    return () -> {
      try {
        return HealthCheckResponse.named("artifact store").status(objects.bucketIsThere()).build();
      } catch (UnavailableException e) {
        return HealthCheckResponse.named("artifact store")
            .down()
            .withData("error", List.of(e.getMessage(), e.getCause()).toString())
            .build();
      }
    };
  }
}
