package dev.mintmark.compare.text;

import dev.mintmark.compare.align.Alignment;
import dev.mintmark.compare.difference.Cause;
import dev.mintmark.compare.difference.Difference;
import dev.mintmark.compare.difference.Findings;
import dev.mintmark.compare.difference.Place;
import dev.mintmark.compare.evidence.Evidence;
import dev.mintmark.compare.source.Both;
import dev.mintmark.compare.source.Pair;
import dev.mintmark.compare.source.Walk;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares plain text: the first line that differs, and how many more do. */
public final class TextComparison {
  private TextComparison() {}

  /**
   * Compares two texts.
   *
   * @return false when they still have to be compared as bytes
   */
  public static boolean compare(Place place, Pair pair, Walk walk) {
    Findings findings = walk.findings();
    Optional<Both<String>> both = Both.parse(place, pair, "text", findings, Text::decode);
    if (both.isEmpty()) {
      return false;
    }
    String recorded = both.get().recorded();
    String rebuilt = both.get().rebuilt();
    return lineEnds(place, recorded, rebuilt, findings)
        || order(place, Text.lines(recorded), Text.lines(rebuilt), Cause.KEY_ORDER, findings)
        || firstLine(place, Text.lines(recorded), Text.lines(rebuilt), findings);
  }

  /** Whether the texts differ in how their lines end, which then is said. */
  static boolean lineEnds(Place place, String recorded, String rebuilt, Findings findings) {
    if (recorded.equals(rebuilt)
        || !Evidence.unixLines(recorded).equals(Evidence.unixLines(rebuilt))) {
      return false;
    }
    findings.add(place.in("line ends"), ends(recorded), ends(rebuilt), Cause.LINE_ENDS);
    return true;
  }

  private static String ends(String text) {
    long crlf = text.split("\r\n", -1).length - 1L;
    long lf = text.chars().filter(c -> c == '\n').count() - crlf;
    long cr = text.chars().filter(c -> c == '\r').count() - crlf;
    return lf + " LF, " + crlf + " CR LF, " + cr + " CR";
  }

  /** Whether the texts are the same lines in another order, which then is said. */
  static boolean order(
      Place place, List<String> recorded, List<String> rebuilt, Cause cause, Findings findings) {
    if (recorded.equals(rebuilt)
        || !recorded.stream().sorted().toList().equals(rebuilt.stream().sorted().toList())) {
      return false;
    }
    int at = 0;
    while (recorded.get(at).equals(rebuilt.get(at))) {
      at++;
    }
    Place first = place.in("order of lines, from line " + (at + 1));
    findings.add(first, recorded.get(at), rebuilt.get(at), cause);
    return true;
  }

  private static boolean firstLine(
      Place place, List<String> recorded, List<String> rebuilt, Findings findings) {
    List<Alignment.Match> differing =
        Alignment.byPosition(recorded, rebuilt, String::equals).matches().stream()
            .filter(match -> !isEqual(match, recorded, rebuilt))
            .toList();
    if (differing.isEmpty()) {
      return false;
    }
    Alignment.Match first = differing.getFirst();
    int at = Math.max(first.recorded(), first.rebuilt());
    String one = line(recorded, first.recorded());
    String two = line(rebuilt, first.rebuilt());
    int others = differing.size() - 1;
    String more = others == 0 ? "" : " and " + others + " more";
    findings.add(
        place.in("line " + (at + 1) + more), one, two, cause(differing, recorded, rebuilt));
    return true;
  }

  private static boolean isEqual(
      Alignment.Match match, List<String> recorded, List<String> rebuilt) {
    return match.isBoth() && recorded.get(match.recorded()).equals(rebuilt.get(match.rebuilt()));
  }

  private static String line(List<String> lines, int index) {
    return index == Alignment.NONE ? Difference.NOTHING : lines.get(index);
  }

  /** Of the first line; none when a later one, of the first that are looked at, has another. */
  private static @Nullable Cause cause(
      List<Alignment.Match> differing, List<String> recorded, List<String> rebuilt) {
    Optional<Cause> cause = Optional.empty();
    for (Alignment.Match match : differing.subList(0, Math.min(100, differing.size()))) {
      if (!match.isBoth()) {
        return null;
      }
      String one = recorded.get(match.recorded());
      Optional<Cause> found = Evidence.of(one, one, rebuilt.get(match.rebuilt()));
      if (found.isEmpty() || cause.isPresent() && !cause.equals(found)) {
        return null;
      }
      cause = found;
    }
    return cause.orElse(null);
  }
}
