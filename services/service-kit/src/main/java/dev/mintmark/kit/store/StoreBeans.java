package dev.mintmark.kit.store;

import dev.mintmark.kit.KitConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

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
    return config.runOf().isLive()
        ? new S3ArtifactStore(
            objects, Lasting.renewed(objects, Clock.systemUTC()), config.workDir())
        : new LayeredStore(
            new S3ArtifactStore(objects, config.workDir()),
            new S3ArtifactStore(objects.under(RebuildArea.INPUTS), config.workDir()));
  }

  @Produces
  @Singleton
  RebuildArea rebuildArea(S3Objects objects, KitConfig config) {
    return new RebuildArea(objects, config.workDir());
  }

  @Produces
  @Singleton
  Inventory inventory(KitConfig config) {
    return new S3Inventory(S3Objects.once(config.store()));
  }

  @Produces
  @Singleton
  Pointers pointers(S3Objects objects) {
    return new S3Pointers(objects);
  }
}
