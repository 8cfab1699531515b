package dev.mintmark.compare.layer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.compare.difference.MalformedException;
import java.util.SortedMap;

/** Records of a pax extended header: {@code <length> <key>=<value>\n}. */
final class Pax {
  private static final int MAX_DIGITS = 8;

  private Pax() {}

  /** Puts all records, each key after the prefix. */
  static void read(byte[] bytes, String prefix, SortedMap<String, String> into) {
    for (int at = 0; at < bytes.length; ) {
      int length = 0;
      int i = at;
      while (i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9' && i - at < MAX_DIGITS) {
        length = 10 * length + bytes[i] - '0';
        i++;
      }
      int end = at + length;
      if (i == at
          || i >= bytes.length
          || bytes[i] != ' '
          || end > bytes.length
          || end <= i + 1
          || bytes[end - 1] != '\n') {
        throw new MalformedException("a pax header has a record of another form");
      }
      String record = new String(bytes, i + 1, end - i - 2, UTF_8);
      int equals = record.indexOf('=');
      if (equals < 1) {
        throw new MalformedException("a pax header has a record without a key");
      }
      into.put(prefix + record.substring(0, equals), record.substring(equals + 1));
      at = end;
    }
  }
}
