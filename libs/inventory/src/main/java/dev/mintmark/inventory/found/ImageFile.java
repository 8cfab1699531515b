package dev.mintmark.inventory.found;

import dev.mintmark.content.Digest;
import dev.mintmark.packages.archive.FileSlice;
import java.io.IOException;

/**
 * One file of an image.
 *
 * @param path absolute
 * @param size in bytes
 * @param digest of its bytes
 * @param opener where they are; asked for each time they are read
 */
public record ImageFile(String path, long size, Digest digest, Opener opener) {
  /** In bytes: Debian with three thousand packages has a list of half of it. */
  public static final int MAX_DATABASE = 8 << 20;

  /** Finds a file's bytes; they stay readable while the image is looked at. */
  @FunctionalInterface
  public interface Opener {
    FileSlice open() throws IOException;
  }

  /** The part of its path behind the last slash. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The folder that it lies in, without a slash at the end; empty for the root. */
  public String folder() {
    return path.substring(0, path.lastIndexOf('/'));
  }

  /**
   * All of it, held to its digest.
   *
   * @throws InventoryException SBM-014 for more than {@code most} bytes, SBM-015 for others
   */
  public byte[] read(int most) throws IOException {
    if (size > most) {
      throw new InventoryException(
          InventoryError.TOO_LARGE, path, "it has " + size + " bytes, more than " + most);
    }
    FileSlice slice = opener.open();
    byte[] bytes = slice.size() == size ? slice.read(0, (int) size) : new byte[0];
    Digest found = Digest.of(bytes);
    if (slice.size() != size || !found.equals(digest)) {
      throw new InventoryException(
          InventoryError.OTHER_CONTENT, path, "it is " + found + ", the file table has " + digest);
    }
    return bytes;
  }
}
