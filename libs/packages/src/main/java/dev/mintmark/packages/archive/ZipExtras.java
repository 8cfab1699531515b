package dev.mintmark.packages.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** The extra fields of a zip header (APPNOTE 4.5): id, length, data. */
final class ZipExtras {
  private static final int ZIP64 = 0x0001;
  private static final int UNICODE_PATH = 0x7075;
  private static final int AES = 0x9901;
  private static final int STRONG_ENCRYPTION = 0x0017;

  /** The two sizes of a local zip64 field. */
  record Sizes(long size, long compressedSize) {}

  private ZipExtras() {}

  /**
   * Walks the fields; gives the zip64 one.
   *
   * @param zip64Allowed in a local header some writers leave room for sizes that then are small
   * @throws dev.mintmark.packages.PackageException (PKG-005, PKG-006)
   */
  static Optional<Sizes> check(
      ZipFaults faults, String name, ByteBuffer fields, boolean zip64Allowed) {
    ByteBuffer extra = fields.order(ByteOrder.LITTLE_ENDIAN);
    Optional<Sizes> sizes = Optional.empty();
    while (extra.remaining() >= 4) {
      int id = Short.toUnsignedInt(extra.getShort());
      int length = Short.toUnsignedInt(extra.getShort());
      if (length > extra.remaining()) {
        throw faults.malformed(name, "an extra field is longer than all of them");
      }
      if (id == ZIP64 && (!zip64Allowed || sizes.isPresent() || length != 16)) {
        throw faults.unsupported(name, "it has a zip64 field");
      }
      if (id == UNICODE_PATH || id == AES || id == STRONG_ENCRYPTION) {
        throw faults.unsupported(name, "it has the extra field 0x" + Integer.toHexString(id));
      }
      int at = extra.position();
      if (id == ZIP64) {
        sizes = Optional.of(new Sizes(extra.getLong(at), extra.getLong(at + 8)));
      }
      extra.position(at + length);
    }
    if (extra.hasRemaining()) {
      throw faults.malformed(name, "its extra fields do not fill their place");
    }
    return sizes;
  }
}
