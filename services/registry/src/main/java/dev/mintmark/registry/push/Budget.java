package dev.mintmark.registry.push;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Heap that requests may hold together: more of them wait. */
final class Budget {
  /** Up to here the store holds a file in memory, and then streams it. */
  private static final long MOST = 1L << 20;

  /** Above it the store sends parts. */
  private static final long STREAMED = 4L << 30;

  /** One part and its copy on the way. */
  private static final long PARTS = 20L << 20;

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

  /** What the store needs to take a file of so many bytes. */
  static long ofPut(long bytes) {
    return bytes > STREAMED ? PARTS : 2 * Math.min(bytes, MOST);
  }

  /**
   * Does the work when there is room for it.
   *
   * @param bytes of heap that it needs
   */
  <T> T hold(long bytes, Supplier<T> work) {
    int needed = (int) Math.min(all, 1 + (bytes >> 10));
    kibibytes.acquireUninterruptibly(needed);
    try {
      return work.get();
    } finally {
      kibibytes.release(needed);
    }
  }
}
