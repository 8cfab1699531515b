package dev.mintmark.cli.kit;

import dev.mintmark.cli.verify.ReleaseSource;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds everything that belongs to a release: its images and models, and whatever refers to any of
 * them, by the referrers API or tag and by cosign 2's tags, over and over until nothing is new.
 */
final class Collector {
  private static final int MOST = 10_000;
  private static final long MOST_BYTES = 64 << 20;
  private static final List<String> COSIGN_TAGS = List.of(".sig", ".att");

  private final ReleaseSource source;
  private final SortedMap<Digest, FetchedManifest> manifests = new TreeMap<>();
  private final SortedMap<Tag, Digest> tags = new TreeMap<>();
  private final Deque<FetchedManifest> pending = new ArrayDeque<>();
  private long bytes;

  Collector(ReleaseSource source) {
    this.source = source;
  }

  /**
   * Collects.
   *
   * @param index of the release, which was verified
   */
  KitObjects collect(RepositoryName repository, Tag version, Digest index) throws IOException {
    FetchedManifest release = source.manifest(index);
    tags.put(version, index);
    for (Map.Entry<String, String> note : release.document().annotations().entrySet()) {
      if (note.getKey().startsWith(Annotations.MODEL_PREFIX)) {
        later(source.manifest(Digest.parse(note.getValue())));
      }
    }
    for (FetchedManifest next = release; next != null; next = pending.poll()) {
      add(next);
    }
    return new KitObjects(repository, version, manifests, tags);
  }

  private void add(FetchedManifest manifest) throws IOException {
    Digest digest = manifest.artifact().digest();
    if (manifests.putIfAbsent(digest, manifest) != null) {
      return;
    }
    if (manifest.document() instanceof ImageIndex index) {
      for (Descriptor child : index.manifests()) {
        later(source.manifest(child));
      }
    }
    for (Descriptor referrer : source.referrers(digest, null)) {
      later(source.manifest(referrer));
    }
    for (String suffix : COSIGN_TAGS) {
      addTagged(new Tag("sha256-" + digest.hex() + suffix));
    }
  }

  private void later(FetchedManifest manifest) {
    bytes += manifest.artifact().size();
    if (manifests.size() + pending.size() > MOST || bytes > MOST_BYTES) {
      throw new OciException(
          OciError.TOO_LARGE,
          "cannot collect the release: more than %d manifests or %d bytes of them belong to it"
              .formatted(MOST, MOST_BYTES));
    }
    pending.add(manifest);
  }

  private void addTagged(Tag tag) throws IOException {
    FetchedManifest found;
    try {
      found = source.manifest(tag);
    } catch (OciException e) {
      if (e.error() == OciError.NOT_FOUND) {
        return;
      }
      throw e;
    }
    tags.put(tag, found.artifact().digest());
    later(found);
  }
}
