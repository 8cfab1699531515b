package dev.mintmark.packages.wheel;

import dev.mintmark.content.Digest;
import java.util.Base64;

/**
 * One row of RECORD.
 *
 * @param hash e.g. {@code sha256=} and URL-safe base64 without padding; empty for files that cannot
 *     state their own
 * @param size decimal; empty where the hash is
 */
record RecordRow(String path, String hash, String size) {
  static RecordRow unhashed(String path) {
    return new RecordRow(path, "", "");
  }

  static RecordRow of(String path, Digest digest, long size) {
    return new RecordRow(path, hash("sha256", digest.bytes()), Long.toString(size));
  }

  static String hash(String algorithm, byte[] digest) {
    return algorithm + "=" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }

  boolean isHashed() {
    return !hash.isEmpty();
  }

  String algorithm() {
    return hash.substring(0, hash.indexOf('='));
  }

  /** As Python's csv module writes it, line end included. */
  String line() {
    return Csv.field(path) + "," + hash + "," + size + "\r\n";
  }
}
