package dev.mintmark.elf;

import dev.mintmark.elf.Segments.Segment;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Strings of the dynamic string table. They are asked for first and then read in one pass forward,
 * whatever order a file has them in.
 */
final class Strings {
  private static final int MOST = 32_768;
  private static final int MOST_CHARS = 2 << 20;
  private static final int LENGTH = 4096;

  private final Cursor file;
  private final TreeSet<Long> wanted = new TreeSet<>();
  private final Map<Long, String> read = new HashMap<>();

  Strings(Cursor file) {
    this.file = file;
  }

  void want(long index) {
    wanted.add(index);
    if (wanted.size() > MOST) {
      throw file.refuse(ElfError.TOO_LARGE, "it names more than " + MOST + " things");
    }
  }

  boolean isEmpty() {
    return wanted.isEmpty();
  }

  /**
   * @throws ElfException (ELF-005, ELF-008)
   */
  void read(Segment table) throws IOException {
    long chars = 0;
    for (long index : wanted) {
      if (index < 0 || index >= table.size()) {
        throw file.refuse(ElfError.STRING, "a string is outside of the string table");
      }
      String text = file.string(table.offset() + index, table.end(), LENGTH);
      chars += text.length();
      if (chars > MOST_CHARS) {
        throw file.refuse(ElfError.TOO_LARGE, "its names have over " + MOST_CHARS + " characters");
      }
      read.put(index, text);
    }
  }

  /** A string that was asked for and read. */
  String get(long index) {
    String text = read.get(index);
    if (text == null) {
      throw new IllegalStateException("string " + index + " was not asked for");
    }
    return text;
  }

  /**
   * @throws ElfException (ELF-008) when it is empty
   */
  String name(long index) {
    String name = get(index);
    if (name.isEmpty()) {
      throw file.refuse(ElfError.STRING, "the name of a library or version is empty");
    }
    return name;
  }
}
