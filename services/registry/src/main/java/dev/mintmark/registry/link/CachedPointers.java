package dev.mintmark.registry.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.kit.store.Pointers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for a while what was read, absence included. What this process writes it never sees
 * old; what another one wrote it sees when the while is over.
 */
public final class CachedPointers implements Pointers {
  private static final int ENTRIES = 20_000;
  private static final int LONGEST = 512;

  private final Pointers real;
  private final Duration fresh;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Known> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > ENTRIES;
        }
      };
  private long changes;

  private record Known(byte @Nullable [] value, Instant until) {}

  /**
   * A view of {@code real}, through which everything that this process changes has to go.
   *
   * @param fresh how long something is remembered
   */
  public CachedPointers(Pointers real, Duration fresh, Clock clock) {
    this.real = real;
    this.fresh = fresh;
    this.clock = clock;
  }

  @Override
  public Optional<byte[]> read(String key) {
    return read(key, () -> real.read(key));
  }

  private Optional<byte[]> read(String key, Supplier<Optional<byte[]>> look) {
    Instant now = clock.instant();
    long before;
    lock.lock();
    try {
      Known entry = entries.get(key);
      if (entry != null && now.isBefore(entry.until())) {
        return Optional.ofNullable(entry.value()).map(byte[]::clone);
      }
      before = changes;
    } finally {
      lock.unlock();
    }
    Optional<byte[]> found = look.get();
    keep(key, found.orElse(null), before, now.plus(fresh));
    return found;
  }

  /** Not what was read while something was written: it may be the old value. */
  private void keep(String key, byte @Nullable [] value, long before, Instant until) {
    if (value != null && value.length > LONGEST) {
      return;
    }
    lock.lock();
    try {
      if (changes == before) {
        entries.put(key, new Known(value == null ? null : value.clone(), until));
      }
    } finally {
      lock.unlock();
    }
  }

  private void forget(String key) {
    lock.lock();
    try {
      changes++;
      entries.remove(key);
      for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
        entries.remove(key.substring(0, slash + 1));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean create(String key, byte[] value) {
    try {
      return real.create(key, value);
    } finally {
      forget(key);
    }
  }

  @Override
  public void write(String key, byte[] value) {
    try {
      real.write(key, value);
    } finally {
      forget(key);
    }
  }

  @Override
  public void remove(String key) {
    try {
      real.remove(key);
    } finally {
      forget(key);
    }
  }

  /** Remembered is only the first in a folder, which says whether there is any. */
  @Override
  public List<String> list(String prefix, @Nullable String after, int max) {
    if (max != 1 || after != null || !prefix.endsWith("/")) {
      return real.list(prefix, after, max);
    }
    return read(
            prefix, () -> real.list(prefix, null, 1).stream().findFirst().map(CachedPointers::utf8))
        .map(key -> List.of(new String(key, UTF_8)))
        .orElse(List.of());
  }

  private static byte[] utf8(String key) {
    return key.getBytes(UTF_8);
  }
}
