package dev.mintmark.simulator.registry;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Answers that are fetched once, also when a thousand ask at a time. A failure is not kept. */
final class Once<K, V> {
  private final ConcurrentMap<K, Entry<V>> entries = new ConcurrentHashMap<>();
  private final long nanos;

  private record Entry<V>(FutureTask<V> task, long begun) {}

  /**
   * @param kept how long an answer is good for
   */
  Once(Duration kept) {
    this.nanos = kept.toNanos();
  }

  V get(K key, Supplier<V> fetch) {
    Entry<V> fresh = new Entry<>(new FutureTask<>(fetch::get), System.nanoTime());
    Entry<V> entry = entries.merge(key, fresh, (old, young) -> isOld(old, young) ? young : old);
    // Only the thread that put it there finds it not begun; for all others this does nothing.
    entry.task().run();
    try {
      return entry.task().get();
    } catch (ExecutionException e) {
      entries.remove(key, entry);
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("cannot fetch " + key, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while fetching " + key, e);
    }
  }

  private boolean isOld(Entry<V> old, Entry<V> young) {
    return young.begun() - old.begun() > nanos;
  }
}
