package dev.mintmark.kit.store;

import dev.mintmark.kit.KitConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

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
}
