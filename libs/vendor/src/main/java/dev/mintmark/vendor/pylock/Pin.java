package dev.mintmark.vendor.pylock;

import java.util.List;
import java.util.Set;

/**
 * One package of an image, exact.
 *
 * @param name normalized
 * @param extras that it is wanted with, as far as the lock says, normalized
 * @param hashes {@code sha256:<hex>} of files of it, at least one
 * @param where it stands, for messages, e.g. {@code numpy in line 5 of the requirements}
 */
public record Pin(
    String name, Set<String> extras, String version, List<String> hashes, String where) {
  public Pin {
    extras = Set.copyOf(extras);
    hashes = List.copyOf(hashes);
  }

  /** For pip's hash-checking mode. */
  public String line() {
    StringBuilder line = new StringBuilder(name + "==" + version);
    hashes.forEach(hash -> line.append(" --hash=").append(hash));
    return line.toString();
  }
}
