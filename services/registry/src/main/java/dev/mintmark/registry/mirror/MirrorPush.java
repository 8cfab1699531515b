package dev.mintmark.registry.mirror;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.RegistryPush;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.OciReader;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a release to a mirror: blobs, manifests, what refers to them, cosign's tags, the release's
 * tag last. What is there is not sent again, so doing it again goes on where it stopped, and brings
 * what was published about the release since.
 */
final class MirrorPush {
  private final ArtifactStore store;
  private final RegistryPush registry;
  private final RepositoryName repository;
  private final Set<Digest> blobs = new HashSet<>();
  private int sent;
  private int found;

  MirrorPush(ArtifactStore store, RegistryPush registry, RepositoryName repository) {
    this.store = store;
    this.registry = registry;
    this.repository = repository;
  }

  /**
   * How much there was to do.
   *
   * @param sent blobs and manifests that were sent
   * @param found those that were there
   */
  record Pushed(int sent, int found) {}

  /**
   * Pushes.
   *
   * @throws TagTakenException when the mirror's tag names something else; nothing was sent then
   * @throws dev.mintmark.oci.OciException when the mirror refuses
   * @throws IOException when it may work later
   */
  Pushed run(ReleaseObjects objects, Tag tag, Digest index) throws IOException {
    Optional<Digest> there = registry.tagged(repository, tag);
    if (there.isPresent() && !there.get().equals(index)) {
      throw new TagTakenException(repository, tag, there.get(), index);
    }
    for (ReleaseObjects.Item item : objects.inPushOrder()) {
      for (Artifact blob : item.blobs()) {
        push(blob);
      }
      Artifact manifest = item.manifest();
      count(registry.manifest(repository, bytes(manifest), manifest.mediaType()));
    }
    for (Map.Entry<Digest, List<Descriptor>> about : objects.referrers().entrySet()) {
      registry.refer(repository, about.getKey(), about.getValue());
    }
    for (Map.Entry<Tag, Digest> named : objects.tags().entrySet()) {
      move(named.getKey(), objects.manifest(named.getValue()));
    }
    if (there.isEmpty()) {
      Artifact manifest = objects.manifest(index);
      registry.tag(repository, tag, bytes(manifest), manifest.mediaType());
    }
    return new Pushed(sent, found);
  }

  private void push(Artifact blob) throws IOException {
    if (blobs.add(blob.digest())) {
      count(
          registry.blob(
              repository,
              blob,
              from -> new StoredBytes(store, blob, from),
              arrived -> {
                // Nobody watches.
              }));
    }
  }

  /** Cosign's tags name the newest signature here, so there as well. */
  private void move(Tag tag, Artifact manifest) throws IOException {
    if (!registry.tagged(repository, tag).equals(Optional.of(manifest.digest()))) {
      registry.tag(repository, tag, bytes(manifest), manifest.mediaType());
    }
  }

  private byte[] bytes(Artifact manifest) {
    return store.read(manifest.digest(), OciReader.MAX_BYTES);
  }

  private void count(boolean isNew) {
    sent += isNew ? 1 : 0;
    found += isNew ? 0 : 1;
  }
}
