package dev.mintmark.sbom.document;

import dev.mintmark.content.Digest;

/**
 * Serial numbers made of content: a name-based UUID over SHA-256 (RFC 9562, version 8, section
 * 5.8), so that the same document has the same one everywhere.
 */
final class Serial {
  private Serial() {}

  /** {@code urn:uuid:} of the document's bytes without a serial number. */
  static String of(byte[] document) {
    char[] hex = Digest.of(document).hex().substring(0, 32).toCharArray();
    hex[12] = '8';
    hex[16] = Character.forDigit(0x8 | (Character.digit(hex[16], 16) & 0x3), 16);
    String text = new String(hex);
    return String.join(
        "-",
        "urn:uuid:" + text.substring(0, 8),
        text.substring(8, 12),
        text.substring(12, 16),
        text.substring(16, 20),
        text.substring(20));
  }
}
