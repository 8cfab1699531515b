package dev.mintmark.vendor.pylock;

import dev.mintmark.vendor.marker.Answer;
import dev.mintmark.vendor.marker.MarkerEnvironment;
import dev.mintmark.vendor.marker.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Poetry's own words for versions of Python: alternatives between {@code ||}, and {@code ^3.11},
 * {@code ~3.11} and {@code *} besides PEP 440's clauses.
 */
final class PoetryVersions {
  private static final Pattern SHORT =
      Pattern.compile("([\\^~])([0-9]{1,9})(?:\\.([0-9]{1,9}))?(?:\\.([0-9]{1,9}))?");

  private PoetryVersions() {}

  /**
   * Whether the image's Python is one of them.
   *
   * @throws IllegalArgumentException for other text
   */
  static Answer contain(String versions, MarkerEnvironment image) {
    boolean unknown = false;
    for (String alternative : versions.split("\\|\\|?", -1)) {
      Answer answer = image.isIn(range(alternative.strip()));
      if (answer == Answer.YES) {
        return answer;
      }
      unknown |= answer == Answer.UNKNOWN;
    }
    return unknown ? Answer.UNKNOWN : Answer.NO;
  }

  private static VersionRange range(String text) {
    List<String> clauses = new ArrayList<>();
    for (String clause : text.split(",", -1)) {
      clauses.add(clause(clause.strip()));
    }
    clauses.removeIf(String::isEmpty);
    return VersionRange.parse(String.join(",", clauses));
  }

  private static String clause(String clause) {
    Matcher parts = SHORT.matcher(clause);
    if (clause.equals("*")) {
      return "";
    }
    if (clause.matches("[0-9].*")) {
      return "==" + clause;
    }
    if (!parts.matches()) {
      return clause;
    }
    long major = Long.parseLong(parts.group(2));
    boolean caret = parts.group(1).equals("^");
    if (major == 0 && caret) {
      throw new IllegalArgumentException("no version of Python: '" + clause + "'");
    }
    String next =
        caret || parts.group(3) == null
            ? String.valueOf(major + 1)
            : major + "." + (Long.parseLong(parts.group(3)) + 1);
    return ">=" + clause.substring(1) + ",<" + next;
  }
}
