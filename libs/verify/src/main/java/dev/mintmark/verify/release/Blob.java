package dev.mintmark.verify.release;

import dev.mintmark.content.Digest;

/**
 * Bytes that a device fetches.
 *
 * @param size in bytes
 */
public record Blob(Digest digest, long size) {
  public Blob {
    if (size < 0) {
      throw new IllegalArgumentException("size of " + digest + " is negative: " + size);
    }
  }
}
