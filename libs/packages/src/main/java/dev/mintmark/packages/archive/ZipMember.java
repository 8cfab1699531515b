package dev.mintmark.packages.archive;

/**
 * A file or directory of a zip.
 *
 * @param path relative and checked; of a directory without its slash
 * @param mode Unix permission bits; 0 when the archive says none
 * @param method 0 stored, 8 deflated
 * @param crc CRC-32 of the content
 * @param compressedSize in bytes
 * @param size uncompressed, in bytes
 * @param header where its local header begins
 * @param flags general purpose bits
 */
public record ZipMember(
    String path,
    boolean directory,
    int mode,
    int method,
    long crc,
    long compressedSize,
    long size,
    long header,
    int flags) {
  static final int STORED = 0;
  static final int DEFLATED = 8;

  /** The sizes and the checksum stand behind the content. */
  static final int DATA_DESCRIPTOR = 1 << 3;

  static final int UTF8 = 1 << 11;

  /** Data descriptor, UTF-8, and the two bits with which deflate tells its level. */
  static final int KNOWN_FLAGS = DATA_DESCRIPTOR | UTF8 | 1 << 1 | 1 << 2;

  boolean hasDescriptor() {
    return (flags & DATA_DESCRIPTOR) != 0;
  }
}
