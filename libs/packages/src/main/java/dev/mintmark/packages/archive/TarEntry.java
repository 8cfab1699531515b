package dev.mintmark.packages.archive;

import java.util.SortedMap;

/**
 * A header of a tar, long names and PAX records applied.
 *
 * @param name as the archive has it: nothing about it is checked but that it is UTF-8
 * @param mode permission bits, 0 to 07777
 * @param size of the content in bytes; 0 unless it is a file
 * @param linkTarget of a symbolic or hard link; else empty
 * @param attributes extended attributes by name
 * @param offset of the content in the uncompressed archive
 */
public record TarEntry(
    String name,
    Kind kind,
    int mode,
    long user,
    long group,
    long size,
    String linkTarget,
    SortedMap<String, byte[]> attributes,
    long offset) {

  /** What an image may get. */
  public enum Kind {
    FILE,
    HARDLINK,
    SYMLINK,
    DIRECTORY
  }
}
