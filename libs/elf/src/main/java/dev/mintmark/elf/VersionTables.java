package dev.mintmark.elf;

import dev.mintmark.elf.Segments.Segment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Symbol versions by the GNU extension (LSB, "Symbol Versioning"): {@code Elf_Verneed} and {@code
 * Elf_Verdef} are the same in both classes. Records are walked forward only.
 */
final class VersionTables {
  private static final int MOST = 16_384;
  private static final int WEAK = 2;
  private static final int BASE = 1;

  private final Cursor file;
  private final Strings strings;
  private final List<Need> needs = new ArrayList<>();
  private final List<Named> definitions = new ArrayList<>();
  private int records;

  /** A name, and the hash that a loader compares first. */
  private record Named(long name, long hash, int flags) {}

  private record Need(long library, List<Named> versions) {}

  VersionTables(Cursor file, Strings strings) {
    this.file = file;
    this.strings = strings;
  }

  /**
   * @throws ElfException (ELF-004, ELF-005, ELF-009)
   */
  void readNeeds(Segment table, long count) throws IOException {
    long at = table.offset();
    for (long i = 0; i < count; i++) {
      require(ElfError.VERSION_NEEDS, file.half(at) == 1, "a record of another version than 1");
      int versions = file.half(at + 2);
      long library = file.word(at + 4);
      strings.want(library);
      needs.add(new Need(library, auxiliaries(at + file.word(at + 8), versions, table)));
      at = next(ElfError.VERSION_NEEDS, at, file.word(at + 12), i + 1 == count, table);
    }
  }

  private List<Named> auxiliaries(long start, int count, Segment table) throws IOException {
    List<Named> versions = new ArrayList<>();
    require(ElfError.VERSION_NEEDS, count > 0, "a library of which no version is needed");
    long at = start;
    for (int i = 0; i < count; i++) {
      Named version = new Named(file.word(at + 8), file.word(at), file.half(at + 4));
      strings.want(version.name());
      versions.add(version);
      at = next(ElfError.VERSION_NEEDS, at, file.word(at + 12), i + 1 == count, table);
    }
    return versions;
  }

  /**
   * @throws ElfException (ELF-004, ELF-005, ELF-010)
   */
  void readDefinitions(Segment table, long count) throws IOException {
    ElfError error = ElfError.VERSION_DEFINITIONS;
    long at = table.offset();
    for (long i = 0; i < count; i++) {
      require(error, file.half(at) == 1, "a record of another version than 1");
      require(error, file.half(at + 6) > 0, "a version without a name");
      long hash = file.word(at + 8);
      long name = file.word(at + file.word(at + 12));
      strings.want(name);
      definitions.add(new Named(name, hash, file.half(at + 2)));
      at = next(error, at, file.word(at + 16), i + 1 == count, table);
    }
  }

  /** A loader goes on while there is a next one, other readers by the count: both must agree. */
  private long next(ElfError error, long at, long step, boolean last, Segment table) {
    records++;
    if (records > MOST) {
      throw file.refuse(ElfError.TOO_LARGE, "it has over " + MOST + " symbol versions");
    }
    require(error, (step == 0) == last, "records that are more or fewer than announced");
    require(error, at + step < table.end(), "a record that leaves its segment");
    return at + step;
  }

  private void require(ElfError error, boolean holds, String found) {
    if (!holds) {
      throw file.refuse(error, "its symbol versions have " + found);
    }
  }

  List<VersionNeed> needs() {
    List<VersionNeed> named = new ArrayList<>();
    for (Need need : needs) {
      List<VersionNeed.Version> versions = new ArrayList<>();
      for (Named version : need.versions()) {
        String name = name(ElfError.VERSION_NEEDS, version);
        versions.add(new VersionNeed.Version(name, (version.flags() & WEAK) != 0));
      }
      named.add(new VersionNeed(strings.name(need.library()), versions));
    }
    return named;
  }

  SortedSet<String> definitions() {
    SortedSet<String> names = new TreeSet<>();
    for (Named version : definitions) {
      String name = name(ElfError.VERSION_DEFINITIONS, version);
      if ((version.flags() & BASE) == 0) {
        names.add(name);
      }
    }
    return names;
  }

  private String name(ElfError error, Named version) {
    String name = strings.name(version.name());
    require(error, hash(name) == version.hash(), "another hash than its name: " + name);
    return name;
  }

  /** The hash of the System V ABI. */
  static long hash(String name) {
    long hash = 0;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash << 4) + Byte.toUnsignedInt(b);
      hash ^= (hash & 0xf0000000L) >>> 24;
      hash &= 0x0fffffffL;
    }
    return hash;
  }
}
