package dev.mintmark.compare.text;

import dev.mintmark.compare.align.Alignment;
import dev.mintmark.compare.difference.Cause;
import dev.mintmark.compare.difference.Findings;
import dev.mintmark.compare.difference.Place;
import dev.mintmark.compare.evidence.Evidence;
import dev.mintmark.compare.evidence.Ulps;
import dev.mintmark.compare.source.Both;
import dev.mintmark.compare.source.Pair;
import dev.mintmark.compare.source.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares calibration tables by calibrator and tensor. */
public final class CalibrationComparison {
  private record Bound(String name, String recorded, String rebuilt) {
    boolean isNear() {
      return Ulps.between(Float.parseFloat(recorded), Float.parseFloat(rebuilt)) <= Ulps.FEW;
    }
  }

  private CalibrationComparison() {}

  /**
   * Compares two tables.
   *
   * @return false when they still have to be compared as text
   */
  public static boolean compare(Place place, Pair pair, Walk walk) {
    Findings findings = walk.findings();
    Optional<Both<CalibrationText>> both =
        Both.parse(place, pair, "a calibration table", findings, CalibrationText::parse);
    if (both.isEmpty()) {
      return TextComparison.compare(place, pair, walk);
    }
    long before = findings.count();
    CalibrationText recorded = both.get().recorded();
    CalibrationText rebuilt = both.get().rebuilt();
    header(place, recorded.header(), rebuilt.header(), findings);
    ranges(place, recorded, rebuilt, findings);
    return findings.count() > before || TextComparison.compare(place, pair, walk);
  }

  private static void header(
      Place place, List<String> recorded, List<String> rebuilt, Findings findings) {
    for (Alignment.Match match :
        Alignment.byPosition(recorded, rebuilt, String::equals).matches()) {
      Place at = place.in("line " + (Math.max(match.recorded(), match.rebuilt()) + 1));
      if (match.rebuilt() == Alignment.NONE) {
        findings.onlyRecorded(at, recorded.get(match.recorded()));
      } else if (match.recorded() == Alignment.NONE) {
        findings.onlyRebuilt(at, rebuilt.get(match.rebuilt()));
      } else {
        String one = recorded.get(match.recorded());
        String two = rebuilt.get(match.rebuilt());
        if (!one.equals(two)) {
          findings.add(at, one, two, Evidence.orNull(one, one, two));
        }
      }
    }
  }

  private static void ranges(
      Place place, CalibrationText recorded, CalibrationText rebuilt, Findings findings) {
    List<Bound> bounds = new ArrayList<>();
    recorded
        .ranges()
        .forEach((name, range) -> {
          CalibrationText.Range other = rebuilt.ranges().get(name);
          if (other == null) {
            findings.onlyRecorded(place.in("range " + name), text(range));
          } else {
            add(bounds, name + " > low", range.lowText(), other.lowText());
            add(bounds, name + " > high", range.highText(), other.highText());
          }
        });
    rebuilt
        .ranges()
        .forEach((name, range) -> {
          if (!recorded.ranges().containsKey(name)) {
            findings.onlyRebuilt(place.in("range " + name), text(range));
          }
        });
    // One value far off, and it was no other order of adding.
    boolean near = bounds.stream().allMatch(Bound::isNear);
    for (Bound bound : bounds) {
      Place at = place.in("range " + bound.name());
      findings.add(at, bound.recorded(), bound.rebuilt(), cause(bound, near));
    }
    order(place, recorded, rebuilt, findings);
  }

  private static @Nullable Cause cause(Bound bound, boolean near) {
    return near
        ? Cause.THREAD_COUNT
        : Evidence.of("", bound.recorded(), bound.rebuilt())
            .filter(cause -> cause == Cause.LOCALE)
            .orElse(null);
  }

  private static void add(List<Bound> bounds, String name, String recorded, String rebuilt) {
    if (!recorded.equals(rebuilt)) {
      bounds.add(new Bound(name, recorded, rebuilt));
    }
  }

  private static void order(
      Place place, CalibrationText recorded, CalibrationText rebuilt, Findings findings) {
    List<String> one = List.copyOf(recorded.ranges().keySet());
    List<String> two = List.copyOf(rebuilt.ranges().keySet());
    TextComparison.order(place, one, two, Cause.KEY_ORDER, findings);
  }

  private static String text(CalibrationText.Range range) {
    return range.lowText() + " to " + range.highText();
  }
}
