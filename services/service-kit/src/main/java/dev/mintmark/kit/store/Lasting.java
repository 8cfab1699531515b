package dev.mintmark.kit.store;

import dev.mintmark.content.Digest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps what is found in the store, and used again, from being collected before a record names it.
 * An artifact that nothing names may be removed once it is old; so whoever wants to rely on one
 * makes it young first, and then looks whether a removal is under way that has seen it old ({@code
 * docs/adr/0021-artifacts-are-collected-by-the-ledger.md}).
 */
@FunctionalInterface
interface Lasting {
  /** There while artifacts are being removed. */
  String REMOVING = "collections/removing/now";

  /** Older ones are made young; nothing is removed before it is twice as old. */
  Duration YOUNG = Duration.ofDays(1);

  /** Far longer than so few artifacts take as are removed at once. */
  Duration PATIENCE = Duration.ofSeconds(10);

  Duration PAUSE = Duration.ofMillis(100);

  /** In places where nothing is collected: what is there stays. */
  static Lasting everything(S3Objects objects) {
    return (digest, renew) -> objects.size(S3ArtifactStore.key(digest));
  }

  /** In the line's own part of the store. */
  static Lasting renewed(S3Objects objects, Clock clock) {
    return renewed(objects, clock, PATIENCE);
  }

  /**
   * @param patience how long to wait for a removal to end
   */
  static Lasting renewed(S3Objects objects, Clock clock, Duration patience) {
    return (digest, renew) -> {
      String key = S3ArtifactStore.key(digest);
      long deadline = System.nanoTime() + patience.toNanos();
      while (true) {
        Optional<S3Stat> found = objects.stat(key);
        if (found.isEmpty()) {
          return OptionalLong.empty();
        }
        if (found.get().modified().isBefore(clock.instant().minus(YOUNG))) {
          renew.run();
        }
        if (objects.size(REMOVING).isEmpty()) {
          // Last: a removal that ended before the look above has taken it, or will never.
          return objects.size(key);
        }
        if (System.nanoTime() - deadline >= 0) {
          throw new UnavailableException(
              "cannot rely on artifact " + digest + " while artifacts are being removed",
              new IllegalStateException(REMOVING + " is there"));
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    };
  }

  /**
   * Looks whether an artifact is there to stay: what is found so is not removed for a day at least.
   *
   * @param renew writes the object again, as it is
   * @return its size in bytes; empty when it is not there
   * @throws UnavailableException when a removal that is under way does not end
   */
  OptionalLong look(Digest digest, Runnable renew);
}
