package dev.mintmark.compare.text;

import dev.mintmark.compare.align.Alignment;
import dev.mintmark.compare.difference.Cause;
import dev.mintmark.compare.difference.Difference;
import dev.mintmark.compare.difference.Findings;
import dev.mintmark.compare.difference.MalformedException;
import dev.mintmark.compare.difference.Place;
import dev.mintmark.compare.evidence.Evidence;
import dev.mintmark.compare.source.Both;
import dev.mintmark.compare.source.Pair;
import dev.mintmark.compare.source.Walk;
import java.util.List;
import java.util.Optional;

/** Compares {@code key=value} lines, such as a release statement's, by key. */
public final class KeyValueComparison {
  private record Line(String key, String value) {}

  private record Lines(String text, List<Line> lines) {
    static Lines parse(byte[] bytes) {
      String text = Text.decode(bytes);
      return new Lines(
          text, Text.lines(text).stream().filter(l -> !l.isEmpty()).map(Lines::line).toList());
    }

    private static Line line(String text) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new MalformedException("a line has no key: '" + text + "'");
      }
      return new Line(text.substring(0, equals), text.substring(equals + 1));
    }

    List<String> keys() {
      return lines.stream().map(Line::key).toList();
    }
  }

  private KeyValueComparison() {}

  /**
   * Compares two texts.
   *
   * @return false when they still have to be compared as bytes
   */
  public static boolean compare(Place place, Pair pair, Walk walk) {
    Findings findings = walk.findings();
    Optional<Both<Lines>> both =
        Both.parse(place, pair, "a list of key=value lines", findings, Lines::parse);
    if (both.isEmpty()) {
      return false;
    }
    Lines recorded = both.get().recorded();
    Lines rebuilt = both.get().rebuilt();
    if (TextComparison.lineEnds(place, recorded.text(), rebuilt.text(), findings)) {
      return true;
    }
    Optional<Alignment> alignment = Alignment.byKey(recorded.keys(), rebuilt.keys());
    if (alignment.isEmpty()) {
      return TextComparison.compare(place, pair, walk);
    }
    long before = findings.count();
    alignment.get().matches().forEach(match -> line(place, match, recorded, rebuilt, findings));
    if (!alignment.get().sameOrder()) {
      findings.add(
          place.in("order of keys"),
          String.join(", ", recorded.keys()),
          String.join(", ", rebuilt.keys()),
          Cause.KEY_ORDER);
    }
    return findings.count() > before;
  }

  private static void line(
      Place place, Alignment.Match match, Lines recorded, Lines rebuilt, Findings findings) {
    boolean inRecorded = match.recorded() != Alignment.NONE;
    boolean inRebuilt = match.rebuilt() != Alignment.NONE;
    Line named =
        inRecorded ? recorded.lines().get(match.recorded()) : rebuilt.lines().get(match.rebuilt());
    String one = inRecorded ? named.value() : Difference.NOTHING;
    String two = inRebuilt ? rebuilt.lines().get(match.rebuilt()).value() : Difference.NOTHING;
    if (!match.isBoth()) {
      findings.add(place.in(named.key()), one, two, null);
    } else if (!one.equals(two)) {
      findings.add(place.in(named.key()), one, two, Evidence.orNull(named.key(), one, two));
    }
  }
}
