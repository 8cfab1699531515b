package dev.mintmark.registry.link;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Descriptor;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a repository serves: what the line published, then what was pushed. A pushed link never
 * stands before one of the line's, so no push can change what a release's name means.
 */
public final class Served {
  private final Repository line;
  private final Repository pushed;

  public Served(Pointers pointers, RepositoryName name) {
    this.line = new Repository(pointers, name);
    this.pushed = Repository.pushed(pointers, name);
  }

  public boolean exists() {
    return line.exists() || pushed.exists();
  }

  /** The blob's size in bytes; empty when it is not this repository's. */
  public OptionalLong blob(Digest digest) {
    OptionalLong found = line.blob(digest);
    return found.isPresent() ? found : pushed.blob(digest);
  }

  /** Empty when the manifest is not this repository's. */
  public Optional<Artifact> manifest(Digest digest) {
    return line.manifest(digest).or(() -> pushed.manifest(digest));
  }

  public Optional<Digest> tag(Tag tag) {
    return line.tag(tag).or(() -> pushed.tag(tag));
  }

  /** Why the tag's release was taken away; empty where it was not. */
  public Optional<String> withdrawn(Tag tag) {
    return line.withdrawn(tag);
  }

  /** Why the index's release was taken away; empty where it was not. */
  public Optional<String> withdrawn(Digest index) {
    return line.withdrawn(index);
  }

  /**
   * Tags in byte order.
   *
   * @param after any text, whether it is a tag or not; null for the first page
   */
  public List<Tag> tags(@Nullable String after, int max) {
    return merged(line.tags(after, max), pushed.tags(after, max), Function.identity(), max);
  }

  /**
   * What refers to {@code subject}, ordered by digest.
   *
   * @param after the last of the page before; null for the first page
   */
  public List<Descriptor> referrers(Digest subject, @Nullable Digest after, int max) {
    return merged(
        line.referrers(subject, after, max),
        pushed.referrers(subject, after, max),
        Descriptor::digest,
        max);
  }

  /** Of two that have the same key the first list's. */
  private static <T, K extends Comparable<K>> List<T> merged(
      List<T> first, List<T> second, Function<T, K> key, int max) {
    if (second.isEmpty()) {
      return first;
    }
    List<K> there = first.stream().map(key).toList();
    return Stream.concat(
            first.stream(), second.stream().filter(item -> !there.contains(key.apply(item))))
        .sorted(Comparator.comparing(key))
        .limit(max)
        .toList();
  }
}
