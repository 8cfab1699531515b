package dev.mintmark.registry.serve;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a blob that is asked for (RFC 9110, section 14).
 *
 * @param first 0 or more
 * @param last inclusive, at least {@code first}
 */
record ByteRange(long first, long last) {
  private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  long length() {
    return last - first + 1;
  }

  /**
   * Reads the header. Several ranges and other units are passed over, which the RFC allows: then
   * all is sent.
   *
   * @throws RegistryException 416 for a range behind the end
   */
  static Optional<ByteRange> read(String header, long size) {
    Matcher matcher = ONE.matcher(header.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String from = matcher.group(1);
    String to = matcher.group(2);
    if (from.isEmpty() && to.isEmpty()) {
      return Optional.empty();
    }
    long first = from.isEmpty() ? Math.max(0, size - Long.parseLong(to)) : Long.parseLong(from);
    long last = from.isEmpty() || to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1);
    if (!from.isEmpty() && !to.isEmpty() && Long.parseLong(to) < first) {
      return Optional.empty();
    }
    if (first > last) {
      throw new RegistryException(
          416, "RANGE_INVALID", "the range '" + header + "' is outside of " + size + " bytes");
    }
    return Optional.of(new ByteRange(first, last));
  }
}
