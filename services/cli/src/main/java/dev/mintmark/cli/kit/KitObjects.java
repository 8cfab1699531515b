package dev.mintmark.cli.kit;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A release's index, and everything below it and about it.
 *
 * @param repository logical repository, which the signatures name
 * @param version the release's tag
 * @param manifests all manifests and indexes, by digest
 * @param tags the release's own and those under which cosign 2 looks
 */
record KitObjects(
    RepositoryName repository,
    Tag version,
    SortedMap<Digest, FetchedManifest> manifests,
    SortedMap<Tag, Digest> tags) {
  KitObjects {
    manifests = Collections.unmodifiableSortedMap(new TreeMap<>(manifests));
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    if (!tags.containsKey(version)) {
      throw new IllegalArgumentException("nothing has the tag " + version);
    }
  }

  Digest release() {
    return tags.getOrDefault(version, new Digest("0".repeat(64)));
  }

  FetchedManifest get(Digest digest) {
    FetchedManifest found = manifests.get(digest);
    if (found == null) {
      throw new OciException(OciError.NOT_FOUND, "the kit has no manifest " + digest);
    }
    return found;
  }

  /**
   * Configs and layers by digest.
   *
   * @throws OciException (OCI-011) for one that has two sizes
   */
  SortedMap<Digest, Artifact> blobs() {
    SortedMap<Digest, Artifact> blobs = new TreeMap<>();
    for (FetchedManifest manifest : manifests.values()) {
      if (manifest.document() instanceof Manifest document) {
        document.children().forEach(child -> add(blobs, child));
      }
    }
    return blobs;
  }

  private static void add(SortedMap<Digest, Artifact> blobs, Descriptor child) {
    Artifact before = blobs.putIfAbsent(child.digest(), child.artifact());
    if (before != null && before.size() != child.size()) {
      throw new OciException(
          OciError.SIZE,
          "cannot use blob %s: it should have %d bytes, and elsewhere %d"
              .formatted(child.digest(), child.size(), before.size()));
    }
  }

  /** What refers to each manifest, as a registry would list it. */
  SortedMap<Digest, List<Descriptor>> referrers() {
    SortedMap<Digest, List<Descriptor>> referrers = new TreeMap<>();
    for (FetchedManifest manifest : manifests.values()) {
      manifest
          .document()
          .subjectIfAny()
          .ifPresent(subject ->
              referrers
                  .computeIfAbsent(subject.digest(), key -> new ArrayList<>())
                  .add(described(manifest)));
    }
    return referrers;
  }

  private static Descriptor described(FetchedManifest manifest) {
    Descriptor plain = Descriptor.of(manifest.artifact(), manifest.document().annotations());
    return manifest.document().referrerType().map(plain::withArtifactType).orElse(plain);
  }

  /** All manifests, each one behind those that it names and the one that it is about. */
  List<FetchedManifest> inPushOrder() {
    Set<Digest> ordered = new LinkedHashSet<>();
    SortedMap<Digest, FetchedManifest> left = new TreeMap<>(manifests);
    while (!left.isEmpty()) {
      List<Digest> next =
          left.values().stream()
              .filter(manifest -> needs(manifest).allMatch(ordered::contains))
              .map(manifest -> manifest.artifact().digest())
              .toList();
      if (next.isEmpty()) {
        throw new IllegalStateException("digests cannot go in a circle");
      }
      ordered.addAll(next);
      next.forEach(digest -> left.remove(digest));
    }
    return ordered.stream().map(this::get).toList();
  }

  private Stream<Digest> needs(FetchedManifest manifest) {
    Stream<Descriptor> below =
        manifest.document() instanceof ImageIndex index ? index.manifests().stream() : Stream.of();
    return Stream.concat(below, manifest.document().subjectIfAny().stream())
        .map(Descriptor::digest)
        .filter(digest -> manifests.containsKey(digest));
  }
}
