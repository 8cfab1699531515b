package dev.mintmark.elf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Program headers: what of a file is mapped where. */
final class Segments {
  private static final int MOST = 512;
  private static final int LOAD = 1;
  private static final int DYNAMIC = 2;
  private static final int INTERPRETER = 3;

  /**
   * @param offset in the file
   * @param address in memory
   * @param size in the file
   */
  record Segment(long offset, long address, long size) {
    long end() {
      return offset + size;
    }
  }

  private final Cursor file;
  private final List<Segment> loaded = new ArrayList<>();
  private @Nullable Segment dynamic;
  private @Nullable Segment interpreter;

  private Segments(Cursor file) {
    this.file = file;
  }

  /**
   * @throws ElfException (ELF-004, ELF-005)
   */
  static Segments read(Cursor file) throws IOException {
    boolean wide = file.wide();
    long start = file.address(wide ? 32 : 28);
    int size = file.half(wide ? 54 : 42);
    int count = file.half(wide ? 56 : 44);
    if (count > MOST) {
      throw file.refuse(ElfError.TOO_LARGE, "it has " + count + " program headers, most " + MOST);
    }
    if (count > 0 && size != (wide ? 56 : 32)) {
      throw file.refuse(ElfError.SEGMENTS, "its program headers have " + size + " bytes each");
    }
    Segments segments = new Segments(file);
    for (int i = 0; i < count; i++) {
      segments.add(start + (long) i * size);
    }
    return segments;
  }

  private void add(long header) throws IOException {
    boolean wide = file.wide();
    long type = file.word(header);
    if (type != LOAD && type != DYNAMIC && type != INTERPRETER) {
      return;
    }
    long offset = file.address(header + (wide ? 8 : 4));
    long address = file.address(header + (wide ? 16 : 8));
    long size = file.address(header + (wide ? 32 : 16));
    if (offset < 0 || size < 0 || address < 0 || offset > file.size() - size) {
      throw file.refuse(ElfError.SEGMENTS, "a segment of " + size + " bytes leaves the file");
    }
    Segment segment = new Segment(offset, address, size);
    switch ((int) type) {
      case LOAD -> loaded.add(segment);
      case DYNAMIC -> dynamic = once(dynamic, segment);
      default -> interpreter = once(interpreter, segment);
    }
  }

  private Segment once(@Nullable Segment first, Segment second) {
    if (first != null) {
      throw file.refuse(ElfError.SEGMENTS, "it has two dynamic segments, or two interpreters");
    }
    return second;
  }

  Optional<Segment> interpreter() {
    return Optional.ofNullable(interpreter);
  }

  Optional<Segment> dynamic() {
    return Optional.ofNullable(dynamic);
  }

  /**
   * Where in the file the bytes are that a loader finds at an address.
   *
   * @return the place, and what follows it in the same segment
   * @throws ElfException (ELF-004) when none are there, or two segments have that address
   */
  Segment at(long address, String what) {
    @Nullable Segment found = null;
    for (Segment segment : loaded) {
      long inside = address - segment.address();
      if (inside >= 0 && inside < segment.size()) {
        if (found != null) {
          throw file.refuse(ElfError.SEGMENTS, "two segments have the address of its " + what);
        }
        found = new Segment(segment.offset() + inside, address, segment.size() - inside);
      }
    }
    if (found == null) {
      throw file.refuse(ElfError.SEGMENTS, "no segment has the address of its " + what);
    }
    return found;
  }
}
