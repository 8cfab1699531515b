package dev.mintmark.ledger.collect.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Inventory;
import dev.mintmark.kit.store.UnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Artifacts in memory, with an age, that something may happen to while they are removed. */
final class TestStore implements ArtifactStore, Inventory {
  static final Instant NOW = Instant.parse("2026-01-31T00:00:00Z");
  static final Instant OLD = NOW.minus(Duration.ofDays(30));

  private final Map<Digest, Stored> artifacts = new TreeMap<>();
  private final Set<Digest> damaged = new TreeSet<>();
  private boolean removing;
  private Instant now = OLD;

  /** Runs once, when a removal has begun. */
  Runnable onRemoving = () -> {};

  /** Runs once, when everything has been listed for the first time. */
  Runnable onListed = () -> {};

  /** The world ends after so many removals. */
  int removalsLeft = Integer.MAX_VALUE;

  private record Stored(byte[] bytes, Instant modified) {}

  /** What is written from now on is young. */
  void young() {
    now = NOW;
  }

  Digest put(String text) {
    return put(text.getBytes(UTF_8), "text/plain").digest();
  }

  void putAll(Map<Digest, byte[]> contents) {
    contents.values().forEach(bytes -> put(bytes, "any"));
  }

  void lose(Digest digest) {
    artifacts.remove(digest);
  }

  void damage(Digest digest) {
    damaged.add(digest);
  }

  Set<Digest> digests() {
    return Set.copyOf(artifacts.keySet());
  }

  boolean isRemoving() {
    return removing;
  }

  @Override
  public Artifact put(byte[] bytes, String mediaType) {
    Artifact artifact = Artifact.of(bytes, mediaType);
    artifacts.put(artifact.digest(), new Stored(bytes, now));
    return artifact;
  }

  @Override
  public Artifact put(Path file, String mediaType) {
    throw new UnsupportedOperationException("no files here");
  }

  @Override
  public Artifact receive(InputStream in, Digest expected, long length, String mediaType)
      throws IOException {
    return put(in.readAllBytes(), mediaType);
  }

  @Override
  public OptionalLong size(Digest digest) {
    Stored stored = artifacts.get(digest);
    return stored == null ? OptionalLong.empty() : OptionalLong.of(stored.bytes().length);
  }

  /** As the real one: makes young what is old. */
  @Override
  public OptionalLong reuse(Digest digest) {
    if (removing) {
      throw new UnavailableException("being removed", new IllegalStateException());
    }
    artifacts.computeIfPresent(digest, (d, stored) -> new Stored(stored.bytes(), NOW));
    return size(digest);
  }

  @Override
  public InputStream open(Digest digest) {
    Stored stored = artifacts.get(digest);
    if (stored == null || damaged.contains(digest)) {
      throw new Refusal(
              stored == null ? "ART-001" : "ART-002", "artifact " + digest, "it is gone", "put it")
          .asException();
    }
    return new ByteArrayInputStream(stored.bytes());
  }

  @Override
  public InputStream openRange(Digest digest, long offset, long length) {
    try (InputStream in = open(digest)) {
      return new ByteArrayInputStream(
          Arrays.copyOfRange(in.readAllBytes(), (int) offset, (int) (offset + length)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void list(int share, Consumer<Item> each) {
    String first = "%02x".formatted(share);
    Map.copyOf(artifacts)
        .forEach((digest, stored) -> {
          if (digest.hex().startsWith(first)) {
            each.accept(new Item(digest, stored.bytes().length, stored.modified()));
          }
        });
    if (share == SHARES - 1) {
      Runnable once = onListed;
      onListed = () -> {};
      once.run();
    }
  }

  @Override
  public Optional<Instant> modified(Digest digest) {
    return Optional.ofNullable(artifacts.get(digest)).map(Stored::modified);
  }

  @Override
  public void beginRemoving() {
    removing = true;
    Runnable once = onRemoving;
    onRemoving = () -> {};
    once.run();
  }

  @Override
  public void endRemoving() {
    removing = false;
  }

  @Override
  public void remove(Digest digest) {
    if (!removing) {
      throw new AssertionError("nobody was told that " + digest + " is removed");
    }
    if (removalsLeft-- == 0) {
      throw new UnavailableException("the store is away", new IOException("cut"));
    }
    artifacts.remove(digest);
  }
}
