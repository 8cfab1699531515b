package dev.mintmark.compare.layer;

import dev.mintmark.compare.align.Alignment;
import dev.mintmark.compare.bytes.ByteComparison;
import dev.mintmark.compare.difference.Cause;
import dev.mintmark.compare.difference.Difference;
import dev.mintmark.compare.difference.Place;
import dev.mintmark.compare.source.Both;
import dev.mintmark.compare.source.Pair;
import dev.mintmark.compare.source.Walk;
import dev.mintmark.content.MediaTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Compares the entries of two archives: which, in which order, their headers, their contents. */
final class TableComparison {
  /** Contents up to here are looked into in memory. */
  private static final int MAX_NESTED = 4 << 20;

  /** So many contents are looked into; the others are only named. */
  private static final int MAX_CONTENTS = 20;

  private record Names(List<String> recorded, List<String> rebuilt) {}

  private final Place place;
  private final Both<TarTable> tables;
  private final Walk walk;
  private final List<Alignment.Match> changed = new ArrayList<>();

  TableComparison(Place place, Both<TarTable> tables, Walk walk) {
    this.place = place;
    this.tables = tables;
    this.walk = walk;
  }

  void run(Both<Archive> archives) throws IOException {
    Names names = new Names(tables.recorded().names(), tables.rebuilt().names());
    Optional<Alignment> aligned = Alignment.byKey(names.recorded(), names.rebuilt());
    Alignment alignment =
        aligned.orElseGet(
            () -> Alignment.byPosition(names.recorded(), names.rebuilt(), String::equals));
    if (!alignment.sameOrder()) {
      order(names);
    }
    entries(names, alignment);
    contents(names, archives);
    trailer();
  }

  private void order(Names names) {
    List<String> recorded = common(names.recorded(), names.rebuilt());
    List<String> rebuilt = common(names.rebuilt(), names.recorded());
    int at = 0;
    while (recorded.get(at).equals(rebuilt.get(at))) {
      at++;
    }
    walk.findings()
        .add(
            place.in("order of entries"),
            "has " + recorded.get(at) + " first",
            "has " + rebuilt.get(at) + " first",
            Cause.FILE_ORDER);
  }

  private static List<String> common(List<String> names, List<String> others) {
    HashSet<String> there = new HashSet<>(others);
    return names.stream().filter(there::contains).toList();
  }

  private void entries(Names names, Alignment alignment) {
    HeaderComparison headers = new HeaderComparison(place, walk.findings());
    for (Alignment.Match match : alignment.matches()) {
      if (match.rebuilt() == Alignment.NONE) {
        Place at = place.in(names.recorded().get(match.recorded()));
        walk.findings().onlyRecorded(at, shown(recorded(match)));
      } else if (match.recorded() == Alignment.NONE) {
        Place at = place.in(names.rebuilt().get(match.rebuilt()));
        walk.findings().onlyRebuilt(at, shown(rebuilt(match)));
      } else {
        String name = names.recorded().get(match.recorded());
        headers.compare(name, recorded(match), rebuilt(match));
        if (!recorded(match).content().equals(rebuilt(match).content())) {
          changed.add(match);
        }
      }
    }
    headers.end();
  }

  private TarEntry recorded(Alignment.Match match) {
    return tables.recorded().entries().get(match.recorded());
  }

  private TarEntry rebuilt(Alignment.Match match) {
    return tables.rebuilt().entries().get(match.rebuilt());
  }

  private static String shown(TarEntry entry) {
    return switch (String.valueOf(entry.header().fields().get("type"))) {
      case "0" -> "a file of " + entry.size() + " bytes, " + entry.content();
      case "5" -> "a directory";
      case "2" -> "a link to " + entry.header().fields().get("linkname");
      default -> "an entry of type " + entry.header().fields().get("type");
    };
  }

  private void contents(Names names, Both<Archive> archives) throws IOException {
    int looked = 0;
    try (Cursor one = new Cursor(archives.recorded());
        Cursor two = new Cursor(archives.rebuilt())) {
      for (Alignment.Match match : changed) {
        Place at = place.in(names.recorded().get(match.recorded()));
        if (looked < MAX_CONTENTS && !walk.findings().isFull()) {
          content(at, recorded(match), rebuilt(match), one, two);
          looked++;
        } else {
          walk.findings().add(at, shown(recorded(match)), shown(rebuilt(match)), null);
        }
      }
    }
  }

  private void content(Place at, TarEntry recorded, TarEntry rebuilt, Cursor one, Cursor two)
      throws IOException {
    if (recorded.size() <= MAX_NESTED && rebuilt.size() <= MAX_NESTED) {
      Pair pair = Pair.of(one.bytes(recorded), two.bytes(rebuilt));
      walk.into(at, pair, MediaTypes.OCTET_STREAM);
    } else {
      ByteComparison.find(at, one.content(recorded), two.content(rebuilt), walk.findings());
    }
  }

  private void trailer() {
    TarTable recorded = tables.recorded();
    TarTable rebuilt = tables.rebuilt();
    if (recorded.trailer() == rebuilt.trailer()
        && recorded.cleanTrailer() == rebuilt.cleanTrailer()) {
      return;
    }
    boolean clean = recorded.cleanTrailer() && rebuilt.cleanTrailer();
    walk.findings()
        .add(
            place.in("end of the archive"),
            trailer(recorded),
            trailer(rebuilt),
            clean ? Cause.PADDING : null);
  }

  private static String trailer(TarTable table) {
    if (table.trailer() == 0) {
      return Difference.NOTHING;
    }
    return table.trailer() + (table.cleanTrailer() ? " zeros" : " bytes that are not all zeros");
  }
}
