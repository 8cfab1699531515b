package dev.mintmark.vendor.pylock;

import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads the hashes of a locked package's wheels. */
final class LockedFiles {
  private static final Pattern SHA256 = Pattern.compile("sha256:[0-9a-f]{64}");

  private LockedFiles() {}

  /**
   * The hashes of the wheels, sorted.
   *
   * @param wheels tables with a {@code hash}
   * @param others how many files there are that are no wheels
   * @throws VendorException (VND-006) for a wheel without a SHA-256, (VND-020) when there is none
   */
  static List<String> hashes(TomlTable each, List<TomlTable> wheels, int others) {
    if (wheels.isEmpty()) {
      throw new VendorException(
          VendorCode.NO_WHEEL,
          each.where(),
          others == 0
              ? "the lock has no file of it"
              : "the lock has a source distribution of it and no wheel",
          "lock a version that has wheels: a source distribution would have to be built");
    }
    TreeSet<String> hashes = new TreeSet<>();
    for (TomlTable wheel : wheels) {
      String hash =
          wheel.maybeText("hash").orElseThrow(() -> each.faulty("one of its wheels has no hash"));
      if (!SHA256.matcher(hash).matches()) {
        throw each.faulty("'" + hash + "' of one of its wheels is no SHA-256");
      }
      hashes.add(hash);
    }
    return List.copyOf(hashes);
  }
}
