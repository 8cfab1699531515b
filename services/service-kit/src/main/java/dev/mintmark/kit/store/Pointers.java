package dev.mintmark.kit.store;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Small named values beside the artifacts: claims, tags, links. A name points; only a digest
 * identifies.
 */
public interface Pointers {
  /** A value longer than this is refused. */
  int MAX_BYTES = 1 << 20;

  /** Writes the value unless the key is there; of two racing callers exactly one gets true. */
  boolean create(String key, byte[] value);

  Optional<byte[]> read(String key);

  void write(String key, byte[] value);

  /** Takes the value away; does nothing where there is none. */
  void remove(String key);

  /**
   * Keys with the prefix in byte order.
   *
   * @param after the last key of the page before
   * @param max at most so many, 1 or more
   */
  List<String> list(String prefix, @Nullable String after, int max);
}
