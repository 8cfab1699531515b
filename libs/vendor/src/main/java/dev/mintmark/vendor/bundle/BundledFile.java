package dev.mintmark.vendor.bundle;

import dev.mintmark.content.Digest;

/**
 * A file of a bundle.
 *
 * @param size in bytes
 * @param name for people, without spaces
 */
public record BundledFile(Digest digest, long size, String name) {
  public BundledFile {
    if (size < 0 || !name.matches("[!-~]{1,300}")) {
      throw new IllegalArgumentException("no file of a bundle: '" + name + "', " + size + " bytes");
    }
  }

  /** Where it lies in the tar. */
  String path() {
    return "sha256/" + digest.hex();
  }
}
