package dev.mintmark.packages.wheel;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code Requires-Python} such as {@code >=3.8, !=3.9.*} (PEP 440 version specifiers), for
 * released Pythons: pre-releases and local versions are not understood.
 */
final class RequiresPython {
  private static final Pattern CLAUSE =
      Pattern.compile("(~=|===?|!=|<=|>=|<|>)\\s*([0-9]{1,6}(?:\\.[0-9]{1,6}){0,4})(\\.\\*)?");

  private RequiresPython() {}

  /** Whether the version is allowed; empty when the text is not understood. */
  static Optional<Boolean> allows(String text, int minor, int patch) {
    boolean allowed = true;
    for (String part : text.split(",", -1)) {
      String clause = part.strip();
      if (clause.isEmpty()) {
        continue;
      }
      Matcher matcher = CLAUSE.matcher(clause);
      boolean wild = matcher.matches() && matcher.group(3) != null;
      if (!matcher.matches() || (wild && !matcher.group(1).matches("==|!="))) {
        return Optional.empty();
      }
      int[] wanted =
          Arrays.stream(matcher.group(2).split("\\.")).mapToInt(Integer::parseInt).toArray();
      if (matcher.group(1).equals("~=") && wanted.length < 2) {
        return Optional.empty();
      }
      allowed &= holds(matcher.group(1), wanted, wild, new int[] {3, minor, patch});
    }
    return Optional.of(allowed);
  }

  private static boolean holds(String operator, int[] wanted, boolean wild, int[] python) {
    int order = compare(python, wanted);
    return switch (operator) {
      case "==", "===" -> wild ? startsWith(python, wanted) : order == 0;
      case "!=" -> wild ? !startsWith(python, wanted) : order != 0;
      case "<=" -> order <= 0;
      case ">=" -> order >= 0;
      case "<" -> order < 0;
      case ">" -> order > 0;
      default -> order >= 0 && startsWith(python, Arrays.copyOf(wanted, wanted.length - 1));
    };
  }

  private static int compare(int[] left, int[] right) {
    int length = Math.max(left.length, right.length);
    return Arrays.compare(Arrays.copyOf(left, length), Arrays.copyOf(right, length));
  }

  private static boolean startsWith(int[] version, int[] start) {
    int length = Math.max(version.length, start.length);
    return Arrays.equals(Arrays.copyOf(version, length), 0, start.length, start, 0, start.length);
  }
}
