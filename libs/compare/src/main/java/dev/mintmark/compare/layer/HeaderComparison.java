package dev.mintmark.compare.layer;

import dev.mintmark.compare.difference.Cause;
import dev.mintmark.compare.difference.Difference;
import dev.mintmark.compare.difference.Findings;
import dev.mintmark.compare.difference.Place;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares the headers of entries. One mistake is often made in every entry: after the first ones a
 * field's differences are told as one, so that they do not hide others.
 */
final class HeaderComparison {
  private static final int EACH = 5;

  private final Place place;
  private final Findings findings;
  private final SortedMap<String, Integer> counts = new TreeMap<>();

  HeaderComparison(Place place, Findings findings) {
    this.place = place;
    this.findings = findings;
  }

  void compare(String name, TarEntry recorded, TarEntry rebuilt) {
    SortedMap<String, String> one = recorded.header().fields();
    SortedMap<String, String> two = rebuilt.header().fields();
    if (!one.equals(two)) {
      TreeSet<String> fields = new TreeSet<>(one.keySet());
      fields.addAll(two.keySet());
      for (String field : fields) {
        field(name, field, one.get(field), two.get(field));
      }
    } else if (recorded.size() == rebuilt.size() && recorded.headerHash() != rebuilt.headerHash()) {
      add(name, "header", "says the same", "written in another way", null);
    }
    if (recorded.cleanPadding() != rebuilt.cleanPadding()) {
      add(name, "padding", padding(recorded), padding(rebuilt), Cause.PADDING);
    }
  }

  private static String padding(TarEntry entry) {
    return entry.cleanPadding() ? "zeros" : "not all zeros";
  }

  private void field(
      String name, String field, @Nullable String recorded, @Nullable String rebuilt) {
    String one = recorded == null ? Difference.NOTHING : recorded;
    String two = rebuilt == null ? Difference.NOTHING : rebuilt;
    if (!one.equals(two)) {
      add(name, field, one.isEmpty() ? "''" : one, two.isEmpty() ? "''" : two, cause(field));
    }
  }

  private static @Nullable Cause cause(String field) {
    return switch (field) {
      case "mtime", "pax mtime", "pax atime", "pax ctime" -> Cause.MTIME;
      case "mode" -> Cause.MODE;
      case "uid", "gid", "uname", "gname", "pax uid", "pax gid", "pax uname", "pax gname" ->
          Cause.OWNER;
      default -> null;
    };
  }

  private void add(
      String name, String field, String recorded, String rebuilt, @Nullable Cause cause) {
    if (counts.merge(field, 1, Integer::sum) <= EACH) {
      findings.add(place.in(name).in(field), recorded, rebuilt, cause);
    }
  }

  /** Tells the rest. */
  void end() {
    counts.forEach((field, count) -> {
      if (count > EACH) {
        Place more = place.in((count - EACH) + " more entries").in(field);
        findings.add(more, "one value", "another", cause(field));
      }
    });
  }
}
