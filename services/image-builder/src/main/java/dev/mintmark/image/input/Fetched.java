package dev.mintmark.image.input;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.packages.archive.FileSlice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Single files of one build. Gates, loaders and layers read them again and again, so each is asked
 * of the store once, checked, and then read from disk; for any thread.
 */
public final class Fetched implements AutoCloseable {
  /** Larger ones are not kept twice: of them the gates read only the beginning. */
  private static final long MOST = 64L << 20;

  /** Smaller ones share a file: making a thousand takes longer than writing it. */
  private static final int SMALL = 1 << 20;

  private final ArtifactStore store;
  private final Workspace workspace;
  private final FileChannel shared;
  private final Map<Digest, Place> places = new ConcurrentHashMap<>();
  private long end;

  public Fetched(ArtifactStore store, Workspace workspace) throws IOException {
    this.store = store;
    this.workspace = workspace;
    this.shared =
        FileChannel.open(
            workspace.file("small.files"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
  }

  @FunctionalInterface
  private interface Place {
    InputStream open() throws IOException;
  }

  /**
   * The whole content. The bytes were those of the digest when they were fetched; whoever makes
   * something of them that lasts compares once more.
   *
   * @param size as announced; the content may have another one
   * @throws dev.mintmark.kit.refusal.RefusedException as the store's reading does
   */
  public InputStream open(Digest digest, long size) throws IOException {
    return size > MOST
        ? store.open(digest)
        : places.computeIfAbsent(digest, key -> fetch(key, size)).open();
  }

  /** The first bytes, at most {@code length}; unchecked where the file is large. */
  public byte[] head(Digest digest, long size, int length) throws IOException {
    int wanted = (int) Math.min(length, size);
    if (wanted == 0) {
      return new byte[0];
    }
    try (InputStream in = size > MOST ? store.openRange(digest, 0, wanted) : open(digest, size)) {
      return in.readNBytes(wanted);
    }
  }

  private Place fetch(Digest digest, long size) {
    if (size <= SMALL) {
      try (InputStream in = store.open(digest)) {
        byte[] bytes = in.readNBytes(SMALL + 1);
        if (bytes.length <= SMALL) {
          return append(bytes);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read artifact " + digest, e);
      }
    }
    Path file = workspace.file(digest.hex() + ".file");
    store.copyTo(digest, file);
    return () -> Files.newInputStream(file);
  }

  private Place append(byte[] bytes) throws IOException {
    long from = reserve(bytes.length);
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      shared.write(left, from + left.position());
    }
    return new FileSlice(shared, from, bytes.length)::open;
  }

  private synchronized long reserve(int length) {
    long from = end;
    end += length;
    return from;
  }

  @Override
  public void close() throws IOException {
    shared.close();
  }
}
