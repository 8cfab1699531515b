package dev.mintmark.compare.json;

import java.util.regex.Pattern;

/** Steps of a normalized path (RFC 9535), names that need no quotes in the short form. */
final class JsonPath {
  private static final Pattern SHORT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private JsonPath() {}

  static String key(String path, String key) {
    if (SHORT.matcher(key).matches()) {
      return path + "." + key;
    }
    return path + "['" + key.replace("\\", "\\\\").replace("'", "\\'") + "']";
  }

  static String index(String path, int index) {
    return path + "[" + index + "]";
  }
}
