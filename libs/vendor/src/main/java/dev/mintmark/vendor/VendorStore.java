package dev.mintmark.vendor;

import dev.mintmark.content.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of files by digest, {@code sha256/<first two>/<64 hex>}. A file appears whole and
 * checked or not at all.
 *
 * @param root absolute; need not be there yet
 */
public record VendorStore(Path root) {
  public VendorStore {
    root = root.toAbsolutePath().normalize();
  }

  /** Where the bytes of a digest are, or would be. */
  public Path path(Digest digest) {
    return root.resolve("sha256").resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
  }

  /** Whether the bytes are there, by hashing them. */
  public boolean has(Digest digest) throws IOException {
    Path file = path(digest);
    return Files.isRegularFile(file) && Digest.of(file).equals(digest);
  }

  /** As {@link #has(Digest)}; a file of another size is not read. */
  public boolean has(Digest digest, long size) throws IOException {
    Path file = path(digest);
    return Files.isRegularFile(file) && Files.size(file) == size && has(digest);
  }

  /**
   * Takes a file over, out of the working folder.
   *
   * @param subject what it should be, for the message
   * @throws VendorException (VND-003) when it has other bytes; it is deleted then
   */
  public void take(Path file, Digest digest, String subject) throws IOException {
    Digest found = Digest.of(file);
    if (!found.equals(digest)) {
      Files.delete(file);
      throw new VendorException(
          VendorCode.DIGEST,
          subject,
          "the bytes fetched hash to " + found + " instead of " + digest,
          "somebody changed them under one name; nothing was kept, see what the lock should say");
    }
    Path place = path(digest);
    Files.createDirectories(place.getParent());
    Files.move(file, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Keeps bytes that are in memory. */
  public Digest keep(byte[] bytes) throws IOException {
    Digest digest = Digest.of(bytes);
    if (!has(digest, bytes.length)) {
      Path file = Files.createTempFile(work("kept"), "bytes", ".part");
      Files.write(file, bytes);
      take(file, digest, digest.toString());
    }
    return digest;
  }

  /** A folder for unfinished things, in the same file system. What is there may be deleted. */
  public Path work(String name) throws IOException {
    return Files.createDirectories(root.resolve("work").resolve(name));
  }

  /** A working folder that is empty. */
  public Path emptyWork(String name) throws IOException {
    Path folder = root.resolve("work").resolve(name);
    delete(folder);
    return Files.createDirectories(folder);
  }

  /** Deletes a folder with all that is in it; links are not followed. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> paths = Files.walk(folder)) {
      all = paths.sorted(java.util.Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
