package dev.mintmark.vendor.marker;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a package depends on, a line of {@code Requires-Dist}.
 *
 * @param name normalized
 * @param extras normalized, sorted
 * @param range any where an address stands in its place
 */
public record Need(String name, Set<String> extras, VersionRange range, Optional<Marker> marker) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\\s*"
              + "(?:\\[(?<extras>[^\\]]*)\\])?\\s*"
              + "(?:@\\s*(?<address>\\S+)|\\((?<inside>[^)]*)\\)|(?<range>[^;@(]*))\\s*"
              + "(?:;(?<marker>.*))?");

  public Need {
    extras = Set.copyOf(extras);
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException for other text
   */
  public static Need parse(String line) {
    Matcher parts = FORM.matcher(line.strip());
    if (line.length() > 16_384 || !parts.matches()) {
      throw new IllegalArgumentException("no dependency (PEP 508): '" + line + "'");
    }
    String range = Optional.ofNullable(parts.group("inside")).orElse(parts.group("range"));
    return new Need(
        normalized(parts.group("name")),
        extras(parts.group("extras") == null ? "" : parts.group("extras")),
        range == null ? VersionRange.ANY : VersionRange.parse(range),
        Optional.ofNullable(parts.group("marker")).map(Marker::parse));
  }

  /** Names between commas, normalized. */
  public static Set<String> extras(String text) {
    Set<String> extras = new TreeSet<>();
    Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .forEach(each -> extras.add(normalized(each)));
    return extras;
  }

  /** The one name of a package or an extra (PEP 503, PEP 685). */
  public static String normalized(String name) {
    return name.replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
  }
}
