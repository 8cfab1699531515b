package dev.mintmark.kit.store;

import dev.mintmark.content.Digest;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All artifacts of the line, for who counts and removes them. Every method throws {@link
 * UnavailableException} when the store cannot be asked now.
 */
public interface Inventory {
  /** Artifacts are listed in so many shares, by the first byte of their digests. */
  int SHARES = 256;

  /**
   * An artifact.
   *
   * @param size in bytes
   * @param modified when it was written last, by the store's own clock
   */
  record Item(Digest digest, long size, Instant modified) {}

  /**
   * Tells of every artifact of a share, in the order of their digests.
   *
   * @param share 0 to 255
   */
  void list(int share, Consumer<Item> each);

  /** When it was written last; empty when it is not there. */
  Optional<Instant> modified(Digest digest);

  /**
   * Begins to remove: from now on nobody relies on an artifact that was there before. Idempotent.
   */
  void beginRemoving();

  /** Ends what {@link #beginRemoving} began, in this process or one that has died. Idempotent. */
  void endRemoving();

  /** Removes an artifact; only between the two calls above. Sent once, never again by itself. */
  void remove(Digest digest);
}
