package dev.mintmark.registry.push;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Heap that requests may hold together: more of them wait. */
final class Budget {
  /** What putting a large file takes, in bytes: one part and its copy on the way. */
  private static final long MOST = 20L << 20;

  private final int all;
  private final Semaphore kibibytes;

  Budget(long bytes) {
    this.all = Math.toIntExact(bytes >> 10);
    this.kibibytes = new Semaphore(all, true);
  }

  /** A third of the heap. */
  static Budget ofHeap() {
    return new Budget(Math.min(Runtime.getRuntime().maxMemory(), 1L << 40) / 3);
  }

  /**
   * Does the work when there is room for it.
   *
   * @param bytes that it deals with
   */
  <T> T hold(long bytes, Supplier<T> work) {
    int needed = Math.min(all, 1 + Math.toIntExact(Math.min(2 * bytes, MOST) >> 10));
    kibibytes.acquireUninterruptibly(needed);
    try {
      return work.get();
    } finally {
      kibibytes.release(needed);
    }
  }
}
