package dev.mintmark.compare.text;

import dev.mintmark.compare.align.Alignment;
import dev.mintmark.compare.difference.Cause;
import dev.mintmark.compare.difference.Findings;
import dev.mintmark.compare.difference.MalformedException;
import dev.mintmark.compare.difference.Place;
import dev.mintmark.compare.source.Both;
import dev.mintmark.compare.source.Pair;
import dev.mintmark.compare.source.Walk;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares trees, {@code <hex> <size> <path>} lines, by path, and walks into files that differ. */
public final class TreeComparison {
  /** Read leniently: the order of lines is what may differ. */
  private record Line(Digest digest, String size, String path) {}

  private final Place place;
  private final Pair pair;
  private final Walk walk;

  private TreeComparison(Place place, Pair pair, Walk walk) {
    this.place = place;
    this.pair = pair;
    this.walk = walk;
  }

  /**
   * Compares two trees.
   *
   * @return false when they still have to be compared as bytes
   */
  public static boolean compare(Place place, Pair pair, Walk walk) {
    Findings findings = walk.findings();
    Optional<Both<List<Line>>> both =
        Both.parse(place, pair, "a tree", findings, TreeComparison::parse);
    if (both.isEmpty()) {
      return false;
    }
    List<Line> recorded = both.get().recorded();
    List<Line> rebuilt = both.get().rebuilt();
    Optional<Alignment> alignment = Alignment.byKey(paths(recorded), paths(rebuilt));
    if (alignment.isEmpty()) {
      return TextComparison.compare(place, pair, walk);
    }
    long before = findings.count();
    TreeComparison comparison = new TreeComparison(place, pair, walk);
    alignment.get().matches().forEach(match -> comparison.line(match, recorded, rebuilt));
    if (!alignment.get().sameOrder()) {
      List<String> one = new ArrayList<>(paths(recorded));
      List<String> two = new ArrayList<>(paths(rebuilt));
      TextComparison.order(place, one, two, Cause.FILE_ORDER, findings);
    }
    return findings.count() > before;
  }

  private static List<Line> parse(byte[] bytes) {
    List<Line> lines = new ArrayList<>();
    for (String line : Text.lines(Text.decode(bytes))) {
      String[] parts = line.split(" ", 3);
      if (parts.length == 3 && Digest.isDigest("sha256:" + parts[0])) {
        lines.add(new Line(new Digest(parts[0]), parts[1], parts[2]));
      } else if (!line.isEmpty()) {
        throw new MalformedException("a line has another form: '" + line + "'");
      }
    }
    return lines;
  }

  private static List<String> paths(List<Line> lines) {
    return lines.stream().map(Line::path).toList();
  }

  private void line(Alignment.Match match, List<Line> recorded, List<Line> rebuilt) {
    if (match.rebuilt() == Alignment.NONE) {
      Line line = recorded.get(match.recorded());
      walk.findings().onlyRecorded(place.in(line.path()), file(line));
    } else if (match.recorded() == Alignment.NONE) {
      Line line = rebuilt.get(match.rebuilt());
      walk.findings().onlyRebuilt(place.in(line.path()), file(line));
    } else {
      both(recorded.get(match.recorded()), rebuilt.get(match.rebuilt()));
    }
  }

  private void both(Line recorded, Line rebuilt) {
    Place at = place.in(recorded.path());
    if (!recorded.digest().equals(rebuilt.digest())) {
      walk.into(at, pair.others(recorded.digest(), rebuilt.digest()), MediaTypes.OCTET_STREAM);
    } else if (!recorded.size().equals(rebuilt.size())) {
      walk.findings().add(at.in("size"), recorded.size(), rebuilt.size(), null);
    }
  }

  private static String file(Line line) {
    return "a file of " + line.size() + " bytes, " + line.digest();
  }
}
