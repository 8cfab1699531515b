package dev.mintmark.verify.release;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.refusal.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Takes typed values out of the lines, each once, so that what is left over can be refused. */
final class Values {
  private static final int MOST = 1000;

  private final TreeMap<String, String> left;

  Values(SortedMap<String, String> lines) {
    this.left = new TreeMap<>(lines);
  }

  String text(String key) {
    String value = left.remove(key);
    if (value == null) {
      throw Lines.refused(RefusalCode.ENV_MISSING_KEY, "it has no '" + key + "'");
    }
    return value;
  }

  long number(String key) {
    String value = text(key);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw Lines.refused(RefusalCode.ENV_VALUE, key + "=" + value + " is not a number");
    }
  }

  Digest digest(String key) {
    String value = text(key);
    if (!Digest.isDigest(value)) {
      throw Lines.refused(RefusalCode.ENV_VALUE, key + "=" + value + " is not a digest");
    }
    return Digest.parse(value);
  }

  Blob blob(String prefix) {
    return new Blob(digest(prefix + ".digest"), number(prefix + ".size"));
  }

  NamedBlob named(String prefix) {
    return new NamedBlob(text(prefix + ".path"), blob(prefix));
  }

  /** Reads {@code prefix.000}, {@code prefix.001} and so on, until there is none. */
  <T> List<T> list(String prefix, Function<String, T> element) {
    List<T> elements = new ArrayList<>();
    while (startsAny(numbered(prefix, elements.size()) + ".")) {
      elements.add(element.apply(numbered(prefix, elements.size())));
    }
    return elements;
  }

  /** Refuses what nobody took. */
  void end() {
    if (!left.isEmpty()) {
      throw Lines.refused(
          RefusalCode.ENV_UNKNOWN_KEY, "it has the key '" + left.firstKey() + "', unknown here");
    }
  }

  private boolean startsAny(String prefix) {
    String next = left.ceilingKey(prefix);
    return next != null && next.startsWith(prefix);
  }

  /** Writes what {@link #list} reads. */
  static <T> void writeList(String prefix, List<T> elements, BiConsumer<String, T> element) {
    if (elements.size() > MOST) {
      throw new IllegalArgumentException(
          "too many in " + prefix + ": " + elements.size() + ", more than " + MOST);
    }
    for (int i = 0; i < elements.size(); i++) {
      element.accept(numbered(prefix, i), elements.get(i));
    }
  }

  /** Three digits, so that the keys' order is the list's. */
  private static String numbered(String prefix, int i) {
    return String.format(Locale.ROOT, "%s.%03d", prefix, i);
  }
}
