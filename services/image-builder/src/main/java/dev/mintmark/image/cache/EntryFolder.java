package dev.mintmark.image.cache;

import dev.mintmark.content.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Entries as files named by their keys, for any thread. An entry is there whole or not at all,
 * unless the machine lost its power. Beyond the bound those go that were not used for longest.
 */
final class EntryFolder {
  /** Some 30,000 files of a layer. */
  private static final int MOST_BYTES = 4 << 20;

  private static final String PART = ".part";

  private final Path folder;
  private final long bound;
  private final Clock clock;

  private record Entry(Path file, long size, FileTime used) {
    /** Empty for a part that another thread has just moved to its place. */
    static Optional<Entry> of(Path file) throws IOException {
      try {
        return Optional.of(new Entry(file, Files.size(file), Files.getLastModifiedTime(file)));
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * @param folder of this process alone; made where it is not there
   * @param bound of all entries, in bytes
   * @param clock tells which entries were used last
   */
  EntryFolder(Path folder, long bound, Clock clock) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.bound = bound;
    this.clock = clock;
    for (Path left : list()) {
      if (left.toString().endsWith(PART)) {
        Files.delete(left);
      }
    }
  }

  /** An entry's bytes, as they are. */
  Optional<byte[]> read(Digest key) throws IOException, BrokenEntryException {
    Path file = folder.resolve(key.hex());
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new BrokenEntryException(CacheFault.MALFORMED);
      }
      byte[] entry = Files.readAllBytes(file);
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      return Optional.of(entry);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Replaces what is there; keeps nothing that is too large to be read again. */
  void write(Digest key, byte[] entry) throws IOException {
    if (entry.length > Math.min(MOST_BYTES, bound)) {
      return;
    }
    Path part = Files.createTempFile(folder, key.hex(), PART);
    try {
      Files.write(part, entry);
      Files.setLastModifiedTime(part, FileTime.from(clock.instant()));
      Files.move(
          part,
          folder.resolve(key.hex()),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    evict();
  }

  void remove(Digest key) throws IOException {
    Files.deleteIfExists(folder.resolve(key.hex()));
  }

  private synchronized void evict() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path file : list()) {
      Entry.of(file).ifPresent(entries::add);
    }
    long bytes = entries.stream().mapToLong(Entry::size).sum();
    entries.sort(Comparator.comparing(Entry::used).thenComparing(Entry::file));
    for (Entry entry : entries) {
      if (bytes <= bound) {
        return;
      }
      if (!entry.file().toString().endsWith(PART)) {
        Files.deleteIfExists(entry.file());
        bytes -= entry.size();
      }
    }
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    }
  }
}
