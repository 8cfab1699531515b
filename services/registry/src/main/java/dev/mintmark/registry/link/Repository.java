package dev.mintmark.registry.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One repository's links, {@code _blobs/<hex>}, {@code _manifests/<hex>}, {@code
 * _referrers/<subject hex>/<hex>} and {@code _tags/<tag>}; and what was taken away, {@code
 * _withdrawn/tags/<tag>} and {@code _withdrawn/manifests/<hex>}. What the line published is under
 * {@code registry/<name>/} and is never unlinked; what clients pushed is under {@code
 * pushed/<name>/}. No part of a repository's name begins with an underscore, so repositories never
 * meet. Every write is a conditional put of a value that follows from its key, so it can be
 * repeated at any time; a value of another form, as an older build or a hand left it, is refused on
 * reading (REG-008) and mended when something is published that needs the link.
 */
public final class Repository {
  private final Pointers pointers;
  private final String root;

  /** What the line published under that name. */
  public Repository(Pointers pointers, RepositoryName name) {
    this(pointers, "registry/" + name + "/");
  }

  private Repository(Pointers pointers, String root) {
    this.pointers = pointers;
    this.root = root;
  }

  /** What clients pushed under that name. */
  public static Repository pushed(Pointers pointers, RepositoryName name) {
    return new Repository(pointers, "pushed/" + name + "/");
  }

  /** Whether a manifest is in it. */
  public boolean exists() {
    return !pointers.list(root + "_manifests/", null, 1).isEmpty();
  }

  public void linkBlob(Digest digest, long size) {
    link(root + "_blobs/" + digest.hex(), text(Long.toString(size)));
  }

  /** The blob's size in bytes; empty when it is not this repository's. */
  public OptionalLong blob(Digest digest) {
    return read(root + "_blobs/" + digest.hex(), LinkText::size)
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  public void unlinkBlob(Digest digest) {
    pointers.remove(root + "_blobs/" + digest.hex());
  }

  public void linkManifest(Artifact manifest) {
    link(
        root + "_manifests/" + manifest.digest().hex(),
        text(manifest.size() + " " + manifest.mediaType()));
  }

  public void unlinkManifest(Digest digest) {
    pointers.remove(root + "_manifests/" + digest.hex());
  }

  /** Empty when the manifest is not this repository's. */
  public Optional<Artifact> manifest(Digest digest) {
    return read(root + "_manifests/" + digest.hex(), value -> LinkText.manifest(digest, value));
  }

  /**
   * Lists a manifest among those that refer to {@code subject}.
   *
   * @param referrer with its artifact type and annotations
   */
  public void linkReferrer(Digest subject, Descriptor referrer) {
    link(root + "_referrers/" + subject.hex() + "/" + referrer.digest().hex(), one(referrer));
  }

  public void unlinkReferrer(Digest subject, Digest referrer) {
    pointers.remove(root + "_referrers/" + subject.hex() + "/" + referrer.hex());
  }

  /**
   * What refers to {@code subject}, ordered by digest.
   *
   * @param after the last of the page before; null for the first page
   */
  public List<Descriptor> referrers(Digest subject, @Nullable Digest after, int max) {
    String folder = root + "_referrers/" + subject.hex() + "/";
    String afterKey = after == null ? null : folder + after.hex();
    List<Descriptor> found = new ArrayList<>();
    for (String key : pointers.list(folder, afterKey, max)) {
      read(key, LinkText::descriptor).ifPresent(found::add);
    }
    return found;
  }

  /** Names a manifest; false when the tag is there already, naming whatever it does. */
  public boolean createTag(Tag tag, Digest manifest) {
    return pointers.create(root + "_tags/" + tag, text(manifest.toString()));
  }

  /** Lets a tag name another manifest. */
  public void moveTag(Tag tag, Digest manifest) {
    pointers.write(root + "_tags/" + tag, text(manifest.toString()));
  }

  /** Takes a name away; what it named stays. */
  public void untag(Tag tag) {
    pointers.remove(root + "_tags/" + tag);
  }

  /**
   * Takes a release away for good: what names it, and its index, if it has one. Layers, models and
   * signatures stay: other releases may share them.
   *
   * @param reason for people
   */
  public void withdraw(Tag tag, @Nullable Digest index, String reason) {
    pointers.create(root + "_withdrawn/tags/" + tag, text(reason));
    if (index != null) {
      pointers.create(root + "_withdrawn/manifests/" + index.hex(), text(reason));
    }
  }

  /** Why the tag's release was taken away; empty where it was not. */
  public Optional<String> withdrawn(Tag tag) {
    return reason("tags/" + tag);
  }

  /** Why the index's release was taken away; empty where it was not. */
  public Optional<String> withdrawn(Digest index) {
    return reason("manifests/" + index.hex());
  }

  private Optional<String> reason(String key) {
    return pointers.read(root + "_withdrawn/" + key).map(value -> new String(value, UTF_8));
  }

  public Optional<Digest> tag(Tag tag) {
    return read(root + "_tags/" + tag, Digest::parse);
  }

  /**
   * Tags in byte order.
   *
   * @param after any text, whether it is a tag or not; null for the first page
   */
  public List<Tag> tags(@Nullable String after, int max) {
    String folder = root + "_tags/";
    return pointers.list(folder, after == null ? null : folder + after, max).stream()
        .map(key -> new Tag(key.substring(folder.length())))
        .toList();
  }

  private void link(String key, byte[] value) {
    if (!pointers.create(key, value) && !Arrays.equals(pointers.read(key).orElse(value), value)) {
      pointers.write(key, value);
    }
  }

  private <T> Optional<T> read(String key, Function<String, T> form) {
    return pointers
        .read(key)
        .map(bytes -> {
          String value = new String(bytes, UTF_8);
          try {
            return form.apply(value);
          } catch (IllegalArgumentException | OciException e) {
            throw LinkText.malformed(key, value);
          }
        });
  }

  private static byte[] text(String value) {
    return value.getBytes(UTF_8);
  }

  /** A descriptor, kept as an index of one. */
  private static byte[] one(Descriptor descriptor) {
    return new ImageIndex(null, List.of(descriptor), null, new TreeMap<>()).bytes();
  }
}
