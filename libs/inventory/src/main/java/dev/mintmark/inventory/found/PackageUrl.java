package dev.mintmark.inventory.found;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Package URLs in their one form (purl-spec): percent-encoded, qualifiers sorted. */
public final class PackageUrl {
  private static final String PLAIN = "-._~:";
  private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");

  private PackageUrl() {}

  /**
   * Writes one.
   *
   * @param namespace with slashes between its parts; empty for none
   * @param version empty for none
   * @param qualifiers empty values are left out
   */
  public static String of(
      String type, String namespace, String name, String version, Map<String, String> qualifiers) {
    StringBuilder purl = new StringBuilder("pkg:").append(type);
    for (String part : namespace.split("/")) {
      if (!part.isEmpty()) {
        purl.append('/').append(encoded(part));
      }
    }
    purl.append('/').append(encoded(name));
    if (!version.isEmpty()) {
      purl.append('@').append(encoded(version));
    }
    SortedMap<String, String> sorted = new TreeMap<>(qualifiers);
    char before = '?';
    for (Map.Entry<String, String> each : sorted.entrySet()) {
      if (!each.getValue().isEmpty()) {
        purl.append(before).append(each.getKey()).append('=').append(encoded(each.getValue()));
        before = '&';
      }
    }
    return purl.toString();
  }

  /** A Python distribution's, its name as PEP 503 normalizes it. */
  public static String python(String name, String version) {
    return of("pypi", "", pythonName(name), version, Map.of());
  }

  /** As PEP 503 has it. */
  public static String pythonName(String name) {
    return SEPARATORS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
  }

  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || PLAIN.indexOf(c) >= 0;
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }
}
