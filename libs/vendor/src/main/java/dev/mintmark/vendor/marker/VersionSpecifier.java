package dev.mintmark.vendor.marker;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One clause of PEP 440, e.g. {@code >=1.2} or {@code ==3.11.*}. Pre-releases are as good as any:
 * who locked a version has decided about that.
 *
 * @param operator of PEP 440
 * @param version without {@code .*}
 * @param wild whether {@code .*} stands behind it
 * @param text as written, for {@code ===}
 */
record VersionSpecifier(String operator, PythonVersion version, boolean wild, String text) {
  private static final Pattern FORM =
      Pattern.compile("\\s*(===|~=|==|!=|<=|>=|<|>)\\s*([^\\s,;()]{1,256})\\s*");
  private static final Set<String> WILD = Set.of("==", "!=");

  /**
   * @throws IllegalArgumentException for other text
   */
  static VersionSpecifier parse(String clause) {
    Matcher words = FORM.matcher(clause);
    if (!words.matches()) {
      throw new IllegalArgumentException("no version specifier (PEP 440): '" + clause + "'");
    }
    String operator = words.group(1);
    String text = words.group(2);
    boolean wild = text.endsWith(".*") && !operator.equals("===");
    PythonVersion version = PythonVersion.parse(wild ? text.substring(0, text.length() - 2) : text);
    boolean local = !version.local().isEmpty();
    boolean fits =
        switch (operator) {
          case "===" -> true;
          case "==", "!=" -> !wild || (!version.isEarly() && version.post().isEmpty() && !local);
          case "~=" -> !wild && !local && version.release().size() > 1;
          default -> !wild && !local;
        };
    if (!fits || (wild && !WILD.contains(operator))) {
      throw new IllegalArgumentException("no version specifier (PEP 440): '" + clause + "'");
    }
    return new VersionSpecifier(operator, version, wild, text);
  }

  /** Whether a version is one of these. */
  boolean contains(PythonVersion found, String written) {
    return switch (operator) {
      case "===" -> written.equalsIgnoreCase(text);
      case "==" -> isEqual(found);
      case "!=" -> !isEqual(found);
      case "<=" -> found.common().compareTo(version) <= 0;
      case ">=" -> found.common().compareTo(version) >= 0;
      case "~=" -> {
        List<Long> numbers = version.release();
        yield found.common().compareTo(version) >= 0
            && found.startsWith(version.epoch(), numbers.subList(0, numbers.size() - 1));
      }
      case "<" ->
          found.compareTo(version) < 0
              && (version.isEarly() || !found.isEarly() || !isSame(found.withoutEarly()));
      default ->
          found.compareTo(version) > 0
              && (version.post().isPresent()
                  || found.post().isEmpty()
                  || !isSame(found.withoutPost()))
              && !isSame(found.common());
    };
  }

  private boolean isEqual(PythonVersion found) {
    if (wild) {
      return found.startsWith(version.epoch(), version.release());
    }
    return (version.local().isEmpty() ? found.common() : found).compareTo(version) == 0;
  }

  private boolean isSame(PythonVersion found) {
    return found.compareTo(version) == 0;
  }
}
