package dev.mintmark.cli.kit;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.kit.Kit.Place;
import dev.mintmark.cli.layout.LayoutNames;
import dev.mintmark.cli.terminal.Progress;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.client.RegistryPush;
import dev.mintmark.oci.manifest.Descriptor;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a verified kit into a registry: blobs, manifests, what refers to them, and tags, the
 * release's last. What is there is left as it is, so doing it again goes on where it stopped.
 */
final class KitPush {
  private final Kit kit;
  private final RegistryPush registry;
  private final RepositoryName repository;
  private int sent;
  private int found;

  KitPush(Kit kit, RegistryPush registry, RepositoryName repository) {
    this.kit = kit;
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
   * @throws CommandException CLI-126 when a tag is another manifest's; nothing was sent then
   */
  Pushed run(Progress progress) throws IOException {
    for (Map.Entry<Tag, Digest> tag : kit.objects().tags().entrySet()) {
      requireFree(tag.getKey(), tag.getValue());
    }
    push(kit.objects().blobs().values(), progress);
    for (FetchedManifest manifest : kit.objects().inPushOrder()) {
      count(registry.manifest(repository, manifest.bytes(), manifest.artifact().mediaType()));
    }
    for (Map.Entry<Digest, List<Descriptor>> about : kit.objects().referrers().entrySet()) {
      registry.refer(repository, about.getKey(), about.getValue());
    }
    for (Map.Entry<Tag, Digest> tag : kit.objects().tags().entrySet()) {
      if (!tag.getKey().equals(kit.objects().version())) {
        tag(tag.getKey(), tag.getValue());
      }
    }
    tag(kit.objects().version(), kit.objects().release());
    return new Pushed(sent, found);
  }

  private void requireFree(Tag tag, Digest wanted) throws IOException {
    Optional<Digest> there = registry.tagged(repository, tag);
    if (there.isPresent() && !there.get().equals(wanted)) {
      throw new CommandException(
          Exit.REFUSED,
          "CLI-126",
          "cannot import to %s: its tag %s is %s, in the kit %s; nothing was sent: name another repository"
              .formatted(repository, tag, there.get(), wanted));
    }
  }

  private void push(Collection<Artifact> blobs, Progress progress) throws IOException {
    Set<Artifact> left = new HashSet<>(blobs);
    registry
        .blobs(repository, blobs, this::source, progress::advance)
        .forEach(blob -> {
          left.remove(blob);
          count(true);
        });
    for (Artifact blob : left) {
      progress.advance(blob.size());
      count(false);
    }
  }

  private RegistryPush.Source source(Artifact blob) {
    Place place = kit.place(LayoutNames.blob(blob.digest())).orElseThrow();
    return from -> kit.open(place, from);
  }

  private void tag(Tag tag, Digest digest) throws IOException {
    if (registry.tagged(repository, tag).isEmpty()) {
      FetchedManifest manifest = kit.objects().get(digest);
      registry.tag(repository, tag, manifest.bytes(), manifest.artifact().mediaType());
    }
  }

  private void count(boolean isNew) {
    sent += isNew ? 1 : 0;
    found += isNew ? 0 : 1;
  }
}
