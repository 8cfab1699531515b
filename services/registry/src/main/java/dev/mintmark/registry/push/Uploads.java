package dev.mintmark.registry.push;

import static java.nio.charset.StandardCharsets.UTF_8;

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
 * Uploads that are under way, as files of the work directory (ADR 4): {@code <id>-<hash>.part} has
 * the bytes and says by the hash of its name to which repository they belong. They outlive the
 * process, which finds out anew how far each came. One request at a time may work on an upload.
 */
final class Uploads {
  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final Limits limits;
  private final Clock clock;
  private final Map<Path, Hashed> open = new ConcurrentHashMap<>();

  Uploads(Path folder, Limits limits, Clock clock) {
    this.folder = folder;
    this.limits = limits;
    this.clock = clock;
    removeOld(folder);
  }

  /** Begins an upload of nothing yet. */
  UploadId begin(RepositoryName repository) {
    UploadId id = UploadId.random();
    kept(() -> {
      Files.createDirectories(folder);
      requireRoom();
      return Files.createFile(part(id, repository));
    });
    return id;
  }

  /** How many bytes are there. */
  long size(UploadId id, RepositoryName repository) {
    Path part = required(id, repository);
    return kept(() -> Files.size(part));
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
    return alone(id, repository, (part, hashed) -> write(part, hashed, range, in));
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
        (part, hashed) -> {
          long before = hashed.size();
          long size = write(part, hashed, range, in);
          Digest found = hashed.digest();
          if (!found.equals(expected)) {
            remove(part);
            throw PushErrors.otherDigest(expected, found);
          }
          try {
            promote.accept(part);
          } catch (RuntimeException e) {
            cutBack(part, before);
            throw e;
          }
          remove(part);
          return size;
        });
  }

  void cancel(UploadId id, RepositoryName repository) throws IOException {
    alone(
        id,
        repository,
        (part, hashed) -> {
          remove(part);
          return 0L;
        });
  }

  /** Throws away what its own request began; where it ended already nothing is left to do. */
  void giveUp(UploadId id, RepositoryName repository) {
    Path part = part(id, repository);
    remove(part);
    open.remove(part);
  }

  /** Work on an upload that nobody else works on. */
  private interface Piece {
    long work(Path part, Hashed hashed) throws IOException;
  }

  private long alone(UploadId id, RepositoryName repository, Piece piece) throws IOException {
    Path part = required(id, repository);
    Hashed hashed = open.computeIfAbsent(part, any -> new Hashed());
    if (!hashed.lock().tryLock()) {
      throw PushErrors.busy();
    }
    try {
      // Whoever had it before may have ended it.
      required(id, repository);
      kept(() -> {
        hashed.catchUp(part);
        return hashed;
      });
      return piece.work(part, hashed);
    } finally {
      hashed.lock().unlock();
      if (!Files.exists(part)) {
        open.remove(part, hashed);
      }
    }
  }

  private long write(Path part, Hashed hashed, @Nullable ChunkRange range, InputStream in)
      throws IOException {
    long before = hashed.size();
    if (range != null && range.first() != before) {
      throw PushErrors.outOfOrder(range, before);
    }
    long limit = range == null ? limits.blob() : Math.min(limits.blob(), before + range.length());
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = kept(() -> Files.newOutputStream(part, StandardOpenOption.APPEND))) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        int count = n;
        if (hashed.size() + n > limit) {
          throw tooMuch(part, range, before);
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
      cutBack(part, before);
      throw PushErrors.otherLength(range, found);
    }
    return hashed.size();
  }

  private RegistryException tooMuch(Path part, @Nullable ChunkRange range, long before) {
    if (range != null && before + range.length() <= limits.blob()) {
      cutBack(part, before);
      return PushErrors.otherLength(range, "more");
    }
    remove(part);
    return PushErrors.blobTooLarge(limits.blob());
  }

  /** The next request hashes anew what is left. */
  private static void cutBack(Path part, long size) {
    kept(() -> {
      try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
        return file.truncate(size);
      }
    });
  }

  private static void remove(Path part) {
    kept(() -> Files.deleteIfExists(part));
  }

  private Path required(UploadId id, RepositoryName repository) {
    Path part = part(id, repository);
    if (!Files.exists(part)) {
      throw PushErrors.unknownUpload(repository);
    }
    return part;
  }

  private void requireRoom() throws IOException {
    List<Path> parts = parts();
    if (parts.size() < limits.uploads()) {
      return;
    }
    Instant oldest = clock.instant().minus(limits.expiry());
    int left = parts.size();
    for (Path part : parts) {
      if (isGone(part, oldest)) {
        left--;
      }
    }
    if (left >= limits.uploads()) {
      throw PushErrors.tooManyUploads(limits.uploads());
    }
  }

  /**
   * Whether it has ended, or was abandoned and is removed now; one that is worked on is neither.
   */
  private boolean isGone(Path part, Instant oldest) throws IOException {
    Hashed hashed = open.computeIfAbsent(part, any -> new Hashed());
    if (!hashed.lock().tryLock()) {
      return false;
    }
    try {
      if (Files.getLastModifiedTime(part).toInstant().isBefore(oldest)) {
        remove(part);
        return true;
      }
      return false;
    } catch (NoSuchFileException e) {
      return true;
    } finally {
      hashed.lock().unlock();
      if (!Files.exists(part)) {
        open.remove(part, hashed);
      }
    }
  }

  /** Files of uploads as they were kept until 0.1.0: nobody can go on with one. */
  private static void removeOld(Path folder) {
    kept(() -> {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.filter(Uploads::isOld).toList()) {
            Files.deleteIfExists(file);
          }
        }
      }
      return folder;
    });
  }

  private static boolean isOld(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0
        && UploadId.isValid(name.substring(0, dot))
        && (name.endsWith(".part") || name.endsWith(".repository"));
  }

  private List<Path> parts() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".part")).toList();
    }
  }

  private Path part(UploadId id, RepositoryName repository) {
    String hash = Digest.of(repository.value().getBytes(UTF_8)).hex();
    return folder.resolve(id + "-" + hash + ".part");
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
