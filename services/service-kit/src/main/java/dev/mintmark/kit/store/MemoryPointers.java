package dev.mintmark.kit.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Pointers that end with the process: offline tools and plain tests. */
public final class MemoryPointers implements Pointers {
  private final ConcurrentSkipListMap<String, byte[]> values = new ConcurrentSkipListMap<>();

  @Override
  public boolean create(String key, byte[] value) {
    return values.putIfAbsent(key, value.clone()) == null;
  }

  @Override
  public Optional<byte[]> read(String key) {
    return Optional.ofNullable(values.get(key)).map(byte[]::clone);
  }

  @Override
  public void write(String key, byte[] value) {
    values.put(key, value.clone());
  }

  @Override
  public void remove(String key) {
    values.remove(key);
  }

  @Override
  public List<String> list(String prefix, @Nullable String after, int max) {
    return values.tailMap(prefix).keySet().stream()
        .takeWhile(key -> key.startsWith(prefix))
        .filter(key -> after == null || key.compareTo(after) > 0)
        .limit(max)
        .toList();
  }
}
