package dev.mintmark.verify.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The {@code key=value} lines of a statement, without the first, sorted by key. */
final class Lines {
  static final String FIRST = "mintmark.release=1";

  /** A release with 1,000 layers and as many samples fits. */
  static final int MAX_BYTES = 1 << 20;

  private static final Pattern KEY = Pattern.compile("[a-z0-9]+(\\.[a-z0-9]+)*");

  private Lines() {}

  static byte[] write(SortedMap<String, String> values) {
    StringBuilder text = new StringBuilder(FIRST).append('\n');
    values.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    return text.toString().getBytes(UTF_8);
  }

  static SortedMap<String, String> read(byte[] bytes) {
    String text = decode(bytes);
    if (!text.endsWith("\n")) {
      throw refused(RefusalCode.ENV_BYTES, "its last line does not end: it was cut off");
    }
    List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
    if (!lines.getFirst().equals(FIRST)) {
      throw refused(
          RefusalCode.ENV_VERSION,
          "its first line is '" + lines.getFirst() + "'; this program knows '" + FIRST + "'");
    }
    TreeMap<String, String> values = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      add(values, line);
    }
    return values;
  }

  private static void add(TreeMap<String, String> values, String line) {
    int equals = line.indexOf('=');
    if (equals < 0 || !KEY.matcher(line.substring(0, equals)).matches()) {
      throw refused(RefusalCode.ENV_BYTES, "'" + line + "' is not a key=value line");
    }
    String key = line.substring(0, equals);
    if (values.containsKey(key)) {
      throw refused(RefusalCode.ENV_DOUBLED_KEY, "'" + key + "' stands in it twice");
    }
    Map.Entry<String, String> last = values.lastEntry();
    if (last != null && last.getKey().compareTo(key) > 0) {
      throw refused(RefusalCode.ENV_ORDER, "'" + key + "' stands after '" + last.getKey() + "'");
    }
    values.put(key, line.substring(equals + 1));
  }

  private static String decode(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw refused(
          RefusalCode.ENV_BYTES, "it has " + bytes.length + " bytes, more than " + MAX_BYTES);
    }
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.codePoints().allMatch(c -> c == '\n' || Syntax.isPrintable(c))) {
        return text;
      }
    } catch (CharacterCodingException e) {
      throw refused(RefusalCode.ENV_BYTES, "it is not UTF-8");
    }
    throw refused(RefusalCode.ENV_BYTES, "it has control or invisible characters");
  }

  static RefusedException refused(RefusalCode code, String found) {
    return new RefusedException(code, "cannot accept the release statement: " + found);
  }
}
