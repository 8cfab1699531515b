package dev.mintmark.registry.local;

import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Copies of blobs, so that those that are asked for often do not come from the store again. Each
 * was hashed by this process while it was written, and none outlives it; whether a caller may have
 * a blob is decided before by the links of its repository. Those that were asked for least recently
 * make room. What the disk refuses is not kept, and nothing else follows from that.
 */
public final class LocalBlobs {
  private static final Logger LOG = Logger.getLogger(LocalBlobs.class);

  /** However small they are. */
  private static final int MOST_FILES = 20_000;

  private final Path folder;
  private final long most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Digest, Long> sizes = new LinkedHashMap<>(16, 0.75f, true);
  private final AtomicLong fillings = new AtomicLong();
  private final Map<Digest, Long> underway = new HashMap<>();
  private long size;

  /** Bytes of all copies that are being written. */
  private long filling;

  /**
   * @param folder for nothing else; made, or emptied
   * @param most bytes of all copies together; 0 for none
   */
  public LocalBlobs(Path folder, long most) {
    this.folder = folder;
    this.most = most;
    try {
      Files.createDirectories(folder);
      try (Stream<Path> left = Files.list(folder)) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot empty " + folder, e);
    }
  }

  /**
   * Reads a blob; a copy that makes room meanwhile can be read to its end. Empty without a copy.
   */
  public Optional<FileChannel> open(Digest digest) {
    lock.lock();
    try {
      return sizes.get(digest) == null
          ? Optional.empty()
          : Optional.of(FileChannel.open(file(digest), StandardOpenOption.READ));
    } catch (IOException e) {
      LOG.warnf("local copy lost digest=%s error=%s", digest, e.getMessage());
      forget(digest);
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a file over, which is gone then; leaves it where there is no room for it.
   *
   * @param digest that this process found when it wrote the file
   */
  public void keep(Digest digest, Path file) {
    lock.lock();
    try {
      long bytes = Files.size(file);
      if (bytes > most) {
        return;
      }
      Files.move(
          file, file(digest), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Long before = sizes.put(digest, bytes);
      size += bytes - (before == null ? 0 : before);
      makeRoom();
    } catch (IOException e) {
      LOG.warnf("local copy not kept digest=%s error=%s", digest, e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  /** A copy to be written; empty where there is no room for one, or there is one, or will be. */
  public Optional<Filling> fill(Digest digest, long bytes) {
    lock.lock();
    try {
      if (sizes.containsKey(digest) || underway.containsKey(digest) || bytes > most - filling) {
        return Optional.empty();
      }
      underway.put(digest, bytes);
      filling += bytes;
      makeRoom();
    } catch (IOException e) {
      LOG.warnf("local copy not removed error=%s", e.getMessage());
    } finally {
      lock.unlock();
    }
    Path part = folder.resolve(fillings.incrementAndGet() + ".part");
    Optional<Filling> opened = Filling.open(this, digest, part);
    if (opened.isEmpty()) {
      ended(digest);
    }
    return opened;
  }

  /** A copy that was being written is kept, or is gone. */
  void ended(Digest digest) {
    lock.lock();
    try {
      Long bytes = underway.remove(digest);
      filling -= bytes == null ? 0 : bytes;
    } finally {
      lock.unlock();
    }
  }

  private void makeRoom() throws IOException {
    Iterator<Map.Entry<Digest, Long>> eldest = sizes.entrySet().iterator();
    while (eldest.hasNext() && (size > most - filling || sizes.size() > MOST_FILES)) {
      Map.Entry<Digest, Long> entry = eldest.next();
      size -= entry.getValue();
      eldest.remove();
      Files.deleteIfExists(file(entry.getKey()));
    }
  }

  private void forget(Digest digest) {
    Long bytes = sizes.remove(digest);
    size -= bytes == null ? 0 : bytes;
  }

  private Path file(Digest digest) {
    return folder.resolve(digest.hex());
  }
}
