package dev.mintmark.registry.mirror;

import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.oci.client.RegistryPush;
import dev.mintmark.registry.link.Repository;
import java.io.IOException;
import java.util.Optional;

/** Brings one release to one mirror. */
final class MirrorRelease {
  private final Mirror mirror;
  private final ArtifactStore store;
  private final Pointers pointers;

  MirrorRelease(Mirror mirror, ArtifactStore store, Pointers pointers) {
    this.mirror = mirror;
    this.store = store;
    this.pointers = pointers;
  }

  /**
   * Brings it there, or what it lacks there.
   *
   * @return empty for a release that was withdrawn, which goes nowhere
   * @throws IOException when it may work later
   * @throws RuntimeException those of {@link MirrorPush#run} and {@link ReleaseObjects#of}
   */
  Optional<MirrorPush.Pushed> bring(Published release) throws IOException {
    Repository repository = new Repository(pointers, release.repository());
    if (repository.withdrawn(release.tag()).isPresent()
        || repository.withdrawn(release.index()).isPresent()) {
      return Optional.empty();
    }
    ReleaseObjects objects = ReleaseObjects.of(repository, store, release.index());
    try (RegistryPush registry = mirror.open()) {
      MirrorPush push = new MirrorPush(store, registry, mirror.repository(release.repository()));
      return Optional.of(push.run(objects, release.tag(), release.index()));
    }
  }
}
