package dev.mintmark.registry.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.kit.store.MemoryPointers;
import dev.mintmark.kit.store.Pointers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CachedPointersTest {
  private final Pointers store = new MemoryPointers();
  private final Hands clock = new Hands();
  private final CachedPointers cached = new CachedPointers(store, Duration.ofSeconds(10), clock);

  /** A clock that a test moves. */
  private static final class Hands extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private @Nullable String read(Pointers pointers) {
    return pointers.read("k").map(value -> new String(value, UTF_8)).orElse(null);
  }

  @Test
  void remembersAValueAndItsAbsenceForAWhile() {
    assertThat(read(cached)).isNull();
    store.write("k", bytes("by another"));
    assertThat(read(cached)).isNull();

    clock.now = clock.now.plusSeconds(10);
    assertThat(read(cached)).isEqualTo("by another");
    store.write("k", bytes("again"));
    assertThat(read(cached)).isEqualTo("by another");
  }

  @Test
  void neverShowsWhatThisProcessChanged() {
    assertThat(read(cached)).isNull();
    cached.create("k", bytes("1"));
    assertThat(read(cached)).isEqualTo("1");
    cached.write("k", bytes("2"));
    assertThat(read(cached)).isEqualTo("2");
    cached.remove("k");
    assertThat(read(cached)).isNull();
  }

  @Test
  void keepsNoOldValueThatWasReadWhileItWasChanged() {
    CachedPointers[] racing = new CachedPointers[1];
    racing[0] =
        new CachedPointers(
            new Pointers() {
              private boolean raced;

              @Override
              public Optional<byte[]> read(String key) {
                Optional<byte[]> found = store.read(key);
                if (!raced) {
                  raced = true;
                  racing[0].write(key, bytes("new"));
                }
                return found;
              }

              @Override
              public boolean create(String key, byte[] value) {
                return store.create(key, value);
              }

              @Override
              public void write(String key, byte[] value) {
                store.write(key, value);
              }

              @Override
              public void remove(String key) {
                store.remove(key);
              }

              @Override
              public List<String> list(String prefix, @Nullable String after, int max) {
                return store.list(prefix, after, max);
              }
            },
            Duration.ofSeconds(10),
            clock);
    store.write("k", bytes("old"));

    assertThat(read(racing[0])).isEqualTo("old");
    assertThat(read(racing[0])).isEqualTo("new");
  }

  private List<String> first(String folder) {
    return cached.list(folder, null, 1);
  }

  @Test
  void remembersForAWhileWhetherAFolderHasAnything() {
    assertThat(first("a/b/")).isEmpty();
    store.write("a/b/c", bytes("by another"));
    assertThat(first("a/b/")).isEmpty();

    clock.now = clock.now.plusSeconds(10);
    assertThat(first("a/b/")).containsExactly("a/b/c");
    store.remove("a/b/c");
    assertThat(first("a/b/")).containsExactly("a/b/c");
    assertThat(cached.list("a/b/", null, 2)).isEmpty();
  }

  @Test
  void neverShowsAFolderAsItWasBeforeThisProcessChangedIt() {
    assertThat(first("a/")).isEmpty();
    cached.create("a/b/c", bytes("1"));
    assertThat(first("a/")).containsExactly("a/b/c");
    assertThat(first("a/b/")).containsExactly("a/b/c");
    cached.remove("a/b/c");
    assertThat(first("a/")).isEmpty();
    assertThat(first("a/b/")).isEmpty();
  }
}
