package dev.mintmark.registry.push;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.registry.serve.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Uploads that are under way, as files of the work directory (ADR 4): {@code <id>.part} has the
 * bytes, {@code <id>.repository} says where they belong. They outlive the process, which finds out
 * anew how far each came. One request at a time may work on an upload.
 */
final class Uploads {
  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final Limits limits;
  private final Clock clock;
  private final Map<UploadId, Hashed> open = new ConcurrentHashMap<>();

  Uploads(Path folder, Limits limits, Clock clock) {
    this.folder = folder;
    this.limits = limits;
    this.clock = clock;
  }

  /** Begins an upload of nothing yet. */
  UploadId begin(RepositoryName repository) {
    UploadId id = UploadId.random();
    kept(() -> {
      Files.createDirectories(folder);
      requireRoom();
      // The bytes' file first: the other one makes it an upload.
      Files.createFile(part(id));
      return Files.writeString(folder.resolve(id + ".repository"), repository.value());
    });
    return id;
  }

  /** How many bytes are there. */
  long size(UploadId id, RepositoryName repository) {
    requireOf(id, repository);
    return kept(() -> Files.size(part(id)));
  }

  /**
   * Writes behind what is there.
   *
   * @param range where the bytes belong; null for whatever comes
   * @return how many there are now
   * @throws IOException when the sender breaks off; what came until then is kept
   */
  long append(UploadId id, RepositoryName repository, @Nullable ChunkRange range, InputStream in)
      throws IOException {
    return alone(id, repository, hashed -> write(id, hashed, range, in));
  }

  /**
   * The same with the last piece, then gives the whole to {@code promote} and ends the upload. With
   * another digest it ends as well; where promoting fails, it is as it was before.
   */
  void finish(
      UploadId id,
      RepositoryName repository,
      @Nullable ChunkRange range,
      InputStream in,
      Digest expected,
      Consumer<Path> promote)
      throws IOException {
    alone(
        id,
        repository,
        hashed -> {
          long before = hashed.size();
          long size = write(id, hashed, range, in);
          Digest found = hashed.digest();
          if (!found.equals(expected)) {
            remove(id);
            throw PushErrors.otherDigest(expected, found);
          }
          try {
            promote.accept(part(id));
          } catch (RuntimeException e) {
            cutBack(id, before);
            throw e;
          }
          remove(id);
          return size;
        });
  }

  void cancel(UploadId id, RepositoryName repository) throws IOException {
    alone(
        id,
        repository,
        hashed -> {
          remove(id);
          return 0L;
        });
  }

  /** Throws away what its own request began; where it ended already nothing is left to do. */
  void giveUp(UploadId id) {
    remove(id);
    open.remove(id);
  }

  /** Work on an upload that nobody else works on. */
  private interface Piece {
    long work(Hashed hashed) throws IOException;
  }

  private long alone(UploadId id, RepositoryName repository, Piece piece) throws IOException {
    requireOf(id, repository);
    Hashed hashed = open.computeIfAbsent(id, any -> new Hashed());
    if (!hashed.lock().tryLock()) {
      throw PushErrors.busy();
    }
    try {
      // Whoever had it before may have ended it.
      requireOf(id, repository);
      kept(() -> {
        hashed.catchUp(part(id));
        return hashed;
      });
      return piece.work(hashed);
    } finally {
      hashed.lock().unlock();
      if (!Files.exists(part(id))) {
        open.remove(id, hashed);
      }
    }
  }

  private long write(UploadId id, Hashed hashed, @Nullable ChunkRange range, InputStream in)
      throws IOException {
    long before = hashed.size();
    if (range != null && range.first() != before) {
      throw PushErrors.outOfOrder(range, before);
    }
    long limit = range == null ? limits.blob() : Math.min(limits.blob(), before + range.length());
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out =
        kept(() -> Files.newOutputStream(part(id), StandardOpenOption.APPEND))) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        int count = n;
        if (hashed.size() + n > limit) {
          throw tooMuch(id, range, before);
        }
        kept(() -> {
          out.write(buffer, 0, count);
          return out;
        });
        hashed.update(buffer, count);
      }
    }
    if (range != null && hashed.size() != before + range.length()) {
      String found = Long.toString(hashed.size() - before);
      cutBack(id, before);
      throw PushErrors.otherLength(range, found);
    }
    return hashed.size();
  }

  private RegistryException tooMuch(UploadId id, @Nullable ChunkRange range, long before) {
    if (range != null && before + range.length() <= limits.blob()) {
      cutBack(id, before);
      return PushErrors.otherLength(range, "more");
    }
    remove(id);
    return PushErrors.blobTooLarge(limits.blob());
  }

  /** The next request hashes anew what is left. */
  private void cutBack(UploadId id, long size) {
    kept(() -> {
      try (FileChannel file = FileChannel.open(part(id), StandardOpenOption.WRITE)) {
        return file.truncate(size);
      }
    });
  }

  private void remove(UploadId id) {
    kept(() -> {
      Files.deleteIfExists(folder.resolve(id + ".repository"));
      return Files.deleteIfExists(part(id));
    });
  }

  private void requireOf(UploadId id, RepositoryName repository) {
    kept(() -> {
      try {
        String owner = Files.readString(folder.resolve(id + ".repository"));
        if (owner.equals(repository.value()) && Files.exists(part(id))) {
          return id;
        }
      } catch (NoSuchFileException e) {
        // Said below.
      }
      throw PushErrors.unknownUpload(repository);
    });
  }

  private void requireRoom() throws IOException {
    List<Path> parts = parts();
    if (parts.size() < limits.uploads()) {
      return;
    }
    Instant oldest = clock.instant().minus(limits.expiry());
    int left = parts.size();
    for (Path part : parts) {
      if (Files.getLastModifiedTime(part).toInstant().isBefore(oldest)) {
        String name = part.getFileName().toString();
        remove(new UploadId(name.substring(0, name.length() - ".part".length())));
        left--;
      }
    }
    if (left >= limits.uploads()) {
      throw PushErrors.tooManyUploads(limits.uploads());
    }
  }

  private List<Path> parts() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".part")).toList();
    }
  }

  private Path part(UploadId id) {
    return folder.resolve(id + ".part");
  }

  /** Work with this side's disk. */
  private interface OwnDisk<T> {
    T run() throws IOException;
  }

  /** What this side's disk refuses is no fault of the sender. */
  private static <T> T kept(OwnDisk<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw PushErrors.notKept(e);
    }
  }
}
