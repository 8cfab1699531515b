package dev.mintmark.bom;

import dev.mintmark.content.Digest;
import java.nio.ByteBuffer;
import java.util.UUID;

/** A name-based UUID of content, version 8 with SHA-256 (RFC 9562, appendix B.2). */
final class Serial {
  private Serial() {}

  static String of(byte[] content) {
    ByteBuffer hash = ByteBuffer.wrap(Digest.of(content).bytes());
    long high = (hash.getLong() & ~0xf000L) | 0x8000L;
    long low = (hash.getLong() & ~(0b11L << 62)) | (0b10L << 62);
    return "urn:uuid:" + new UUID(high, low);
  }
}
