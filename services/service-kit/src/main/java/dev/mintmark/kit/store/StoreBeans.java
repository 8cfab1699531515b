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
    return new S3Objects(config.store(), config.runOf().prefix());
  }

  @Produces
  @Singleton
  ArtifactStore artifacts(S3Objects objects, KitConfig config) {
    ArtifactStore own = new S3ArtifactStore(objects, config.workDir());
    return config.runOf().isLive()
        ? own
        : new LayeredStore(
            own, new S3ArtifactStore(objects.under(RebuildArea.INPUTS), config.workDir()));
  }

  @Produces
  @Singleton
  RebuildArea rebuildArea(S3Objects objects, KitConfig config) {
    return new RebuildArea(objects, config.workDir());
  }

  @Produces
  @Singleton
  Pointers pointers(S3Objects objects) {
    return new S3Pointers(objects);
  }
}
