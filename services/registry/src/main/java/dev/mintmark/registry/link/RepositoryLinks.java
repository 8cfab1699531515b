package dev.mintmark.registry.link;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The links of all repositories. A repository serves a blob or a manifest only through a link of
 * its own: knowing a digest is not enough to read what another repository holds. Writing a link
 * twice changes nothing.
 */
public final class RepositoryLinks {
  private final Pointers pointers;

  public RepositoryLinks(Pointers pointers) {
    this.pointers = pointers;
  }

  /**
   * No part of a repository's name begins with an underscore, so the kinds cannot be mistaken for
   * one.
   */
  private static String key(RepositoryName repository, String kind) {
    return "registry/" + repository + "/" + kind + "/";
  }

  public void addBlob(RepositoryName repository, Digest blob, String mediaType) {
    pointers.create(key(repository, "_blobs") + blob.hex(), mediaType.getBytes(US_ASCII));
  }

  public void addManifest(RepositoryName repository, Digest manifest, String mediaType) {
    pointers.create(key(repository, "_manifests") + manifest.hex(), mediaType.getBytes(US_ASCII));
  }

  public void addReferrer(RepositoryName repository, Digest subject, Digest manifest) {
    pointers.create(
        key(repository, "_referrers") + subject.hex() + "/" + manifest.hex(), new byte[] {'1'});
  }

  /**
   * Names a manifest for good.
   *
   * @return what the tag names now: the given digest, or the one that was there before
   */
  public Digest addTag(RepositoryName repository, Tag tag, Digest manifest) {
    String key = key(repository, "_tags") + tag;
    if (pointers.create(key, manifest.toString().getBytes(US_ASCII))) {
      return manifest;
    }
    return tag(repository, tag).orElseThrow(() -> new IllegalStateException(key + " vanished"));
  }

  public Optional<Digest> tag(RepositoryName repository, Tag tag) {
    return pointers
        .read(key(repository, "_tags") + tag)
        .map(value -> Digest.parse(new String(value, US_ASCII)));
  }

  /** The media type of a linked manifest; empty when the repository has no such manifest. */
  public Optional<String> manifest(RepositoryName repository, Digest manifest) {
    return text(key(repository, "_manifests") + manifest.hex());
  }

  /** The media type of a linked blob; empty when the repository has no such blob. */
  public Optional<String> blob(RepositoryName repository, Digest blob) {
    return text(key(repository, "_blobs") + blob.hex());
  }

  private Optional<String> text(String key) {
    return pointers.read(key).map(value -> new String(value, US_ASCII));
  }

  /** Manifests with this subject, by digest. */
  public List<Digest> referrers(RepositoryName repository, Digest subject, int max) {
    String prefix = key(repository, "_referrers") + subject.hex() + "/";
    return pointers.list(prefix, null, max).stream()
        .map(key -> new Digest(key.substring(prefix.length())))
        .toList();
  }

  /**
   * Tags in byte order.
   *
   * @param last the last tag of the page before
   */
  public List<String> tags(RepositoryName repository, @Nullable String last, int max) {
    String prefix = key(repository, "_tags");
    return pointers.list(prefix, last == null ? null : prefix + last, max).stream()
        .map(key -> key.substring(prefix.length()))
        .toList();
  }

  /** Whether anything was ever published there. */
  public boolean exists(RepositoryName repository) {
    return !pointers.list(key(repository, "_manifests"), null, 1).isEmpty();
  }
}
