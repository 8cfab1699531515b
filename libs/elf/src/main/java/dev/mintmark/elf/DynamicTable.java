package dev.mintmark.elf;

import dev.mintmark.elf.Segments.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The dynamic segment's entries that say what a file needs and offers. */
final class DynamicTable {
  static final int NEEDED = 1;
  static final int STRTAB = 5;
  static final int STRSZ = 10;
  static final int SONAME = 14;
  static final int RPATH = 15;
  static final int RUNPATH = 29;
  static final int FLAGS_1 = 0x6ffffffb;
  static final int VERDEF = 0x6ffffffc;
  static final int VERDEFNUM = 0x6ffffffd;
  static final int VERNEED = 0x6ffffffe;
  static final int VERNEEDNUM = 0x6fffffff;

  /** Most entries of a table, and most libraries that a file needs. */
  static final int MOST = 4096;

  private final Map<Integer, Long> single = new TreeMap<>();
  private final List<Long> needed = new ArrayList<>();

  private DynamicTable() {}

  /**
   * @throws ElfException (ELF-004, ELF-005, ELF-007)
   */
  static DynamicTable read(Cursor file, Segments segments, Segment segment) throws IOException {
    requireMapped(file, segments, segment);
    DynamicTable table = new DynamicTable();
    int half = file.wide() ? 8 : 4;
    for (int i = 0; i < MOST; i++) {
      long entry = segment.offset() + 2L * i * half;
      if (entry + 2L * half > segment.end()) {
        throw file.refuse(ElfError.DYNAMIC, "its dynamic segment has no end mark");
      }
      long tag = file.address(entry);
      if (tag == 0) {
        return table;
      }
      table.add(file, tag, file.address(entry + half));
    }
    throw file.refuse(ElfError.TOO_LARGE, "its dynamic segment has over " + MOST + " entries");
  }

  /** A loader goes by the address, other readers by the place in the file: both are the same. */
  private static void requireMapped(Cursor file, Segments segments, Segment segment) {
    Segment mapped = segments.at(segment.address(), "dynamic segment");
    if (mapped.offset() != segment.offset() || mapped.size() < segment.size()) {
      throw file.refuse(ElfError.DYNAMIC, "its dynamic segment is not where it is mapped");
    }
  }

  private void add(Cursor file, long tag, long value) {
    if (tag == NEEDED) {
      needed.add(value);
      return;
    }
    if (!isRead(tag)) {
      return;
    }
    if (single.putIfAbsent((int) tag, value) != null) {
      throw file.refuse(ElfError.DYNAMIC, "its dynamic segment has two entries of tag " + tag);
    }
  }

  private static boolean isRead(long tag) {
    if (tag < 0 || tag > Integer.MAX_VALUE) {
      return false;
    }
    return switch ((int) tag) {
      case STRTAB, STRSZ, SONAME, RPATH, RUNPATH, FLAGS_1, VERDEF, VERDEFNUM, VERNEED, VERNEEDNUM ->
          true;
      default -> false;
    };
  }

  OptionalLong value(int tag) {
    return Optional.ofNullable(single.get(tag)).stream().mapToLong(Long::longValue).findFirst();
  }

  /** Offsets into the string table, in order. */
  List<Long> needed() {
    return needed;
  }
}
