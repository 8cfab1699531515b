package dev.mintmark.registry.mirror;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciDocument;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.registry.link.Repository;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a release here: its index, images and models, whatever refers to any of them, and
 * cosign 2's tags.
 */
final class ReleaseObjects {
  private static final int PAGE = 1000;
  private static final int MOST = 10_000;
  private static final List<String> COSIGN_TAGS = List.of(".sig", ".att", ".sbom");

  private final Repository repository;
  private final ArtifactStore store;
  private final Map<Digest, Item> items = new LinkedHashMap<>();
  private final SortedMap<Tag, Digest> tags = new TreeMap<>();
  private final SortedMap<Digest, List<Descriptor>> referrers = new TreeMap<>();
  private int seen;

  /** A manifest; its bytes are read again when they are sent. */
  record Item(Artifact manifest, List<Artifact> blobs) {}

  private ReleaseObjects(Repository repository, ArtifactStore store) {
    this.repository = repository;
    this.store = store;
  }

  /**
   * Collects.
   *
   * @throws OciException (OCI-012) for a manifest that is not in the repository, (OCI-006) for too
   *     many
   */
  static ReleaseObjects of(Repository repository, ArtifactStore store, Digest index) {
    ReleaseObjects objects = new ReleaseObjects(repository, store);
    objects.add(index);
    return objects;
  }

  /** Each behind what it names and what it is about. */
  List<Item> inPushOrder() {
    return List.copyOf(items.values());
  }

  /** Cosign's. */
  SortedMap<Tag, Digest> tags() {
    return tags;
  }

  /** By what they refer to. */
  SortedMap<Digest, List<Descriptor>> referrers() {
    return referrers;
  }

  Artifact manifest(Digest digest) {
    Item item = items.get(digest);
    return item == null ? find(digest) : item.manifest();
  }

  private void add(Digest digest) {
    if (items.containsKey(digest)) {
      return;
    }
    if (++seen > MOST) {
      throw new OciException(
          OciError.TOO_LARGE, "more than " + MOST + " manifests belong to the release");
    }
    Artifact manifest = find(digest);
    OciDocument document =
        OciReader.read(manifest.mediaType(), store.read(digest, OciReader.MAX_BYTES));
    if (document instanceof ImageIndex index) {
      index.manifests().forEach(child -> add(child.digest()));
    }
    models(document).forEach(this::add);
    items.put(digest, new Item(manifest, blobs(document)));
    addWhatRefersTo(digest);
  }

  private Artifact find(Digest digest) {
    return repository
        .manifest(digest)
        .orElseThrow(() ->
            new OciException(
                OciError.NOT_FOUND, "manifest " + digest + " is not in the release's repository"));
  }

  private static List<Digest> models(OciDocument document) {
    return document.annotations().entrySet().stream()
        .filter(note -> note.getKey().startsWith(Annotations.MODEL_PREFIX))
        .map(note -> Digest.parse(note.getValue()))
        .toList();
  }

  private static List<Artifact> blobs(OciDocument document) {
    return document instanceof Manifest
        ? document.children().stream().map(Descriptor::artifact).distinct().toList()
        : List.of();
  }

  private void addWhatRefersTo(Digest digest) {
    List<Descriptor> found = referrersOf(digest);
    if (!found.isEmpty()) {
      referrers.put(digest, found);
    }
    found.forEach(one -> add(one.digest()));
    for (String suffix : COSIGN_TAGS) {
      Tag tag = new Tag(Tag.ofReferrers(digest) + suffix);
      repository
          .tag(tag)
          .ifPresent(named -> {
            tags.put(tag, named);
            add(named);
          });
    }
  }

  private List<Descriptor> referrersOf(Digest digest) {
    List<Descriptor> all = new ArrayList<>();
    @Nullable Digest last = null;
    List<Descriptor> page;
    do {
      page = repository.referrers(digest, last, PAGE);
      all.addAll(page);
      last = page.isEmpty() ? null : page.getLast().digest();
    } while (page.size() == PAGE);
    return all;
  }
}
