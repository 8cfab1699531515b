package dev.mintmark.elf;

import dev.mintmark.elf.Segments.Segment;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Reads what a loader would of an ELF file of either class and byte order. Where the loader and
 * other readers could see different things (an entry twice, a table that is not where it is mapped)
 * the file is refused.
 *
 * <p>Bounds: 512 program headers, 4096 dynamic entries, 16384 symbol versions, 4096 bytes of one
 * string, 2 Mi characters of all.
 */
public final class ElfReader {
  private static final int HEADER_64 = 64;
  private static final int HEADER_32 = 52;
  private static final int PATH = 4096;
  private static final long FLAG_NODEFLIB = 0x800;
  private static final long FLAG_PIE = 0x08000000;

  private ElfReader() {}

  /**
   * @param name the file, for errors
   * @throws ElfException (ELF-001 to ELF-012) for a file that is not well-formed
   * @throws IOException when the medium fails
   */
  public static ElfFile read(String name, ByteSource source) throws IOException {
    int length = (int) Math.min(ElfHeader.LENGTH, source.size());
    ElfHeader header = ElfHeader.parse(name, source.read(0, length));
    Cursor file = new Cursor(name, source, header);
    if (source.size() < (file.wide() ? HEADER_64 : HEADER_32) || file.word(20) != 1) {
      throw file.refuse(ElfError.HEADER, "its ELF header is cut off, or of an unknown version");
    }
    if (!header.isLoadable()) {
      return nothing(header, Optional.empty());
    }
    Segments segments = Segments.read(file);
    Optional<String> interpreter = interpreter(file, segments);
    Optional<Segment> dynamic = segments.dynamic();
    // Separate debug symbols keep their headers and no bytes: nothing is needed of it.
    return dynamic.isEmpty() || dynamic.get().size() == 0
        ? nothing(header, interpreter)
        : dynamic(file, header, segments, interpreter, dynamic.get());
  }

  private static ElfFile nothing(ElfHeader header, Optional<String> interpreter) {
    return new ElfFile(
        header,
        interpreter,
        false,
        false,
        false,
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        new TreeSet<>());
  }

  private static Optional<String> interpreter(Cursor file, Segments segments) throws IOException {
    Optional<Segment> segment = segments.interpreter();
    if (segment.isEmpty()) {
      return Optional.empty();
    }
    String path = file.string(segment.get().offset(), segment.get().end(), PATH);
    if (!path.startsWith("/")) {
      throw file.refuse(ElfError.INTERPRETER, "its interpreter is '" + path + "'");
    }
    return Optional.of(path);
  }

  private static ElfFile dynamic(
      Cursor file,
      ElfHeader header,
      Segments segments,
      Optional<String> interpreter,
      Segment segment)
      throws IOException {
    DynamicTable table = DynamicTable.read(file, segments, segment);
    Strings strings = new Strings(file);
    VersionTables versions = versions(file, segments, table, strings);
    table.needed().forEach(strings::want);
    for (int tag : new int[] {DynamicTable.SONAME, DynamicTable.RPATH, DynamicTable.RUNPATH}) {
      table.value(tag).ifPresent(strings::want);
    }
    if (!strings.isEmpty()) {
      strings.read(stringTable(file, segments, table));
    }
    long flags = table.value(DynamicTable.FLAGS_1).orElse(0);
    return new ElfFile(
        header,
        interpreter,
        true,
        (flags & FLAG_PIE) != 0,
        (flags & FLAG_NODEFLIB) != 0,
        string(table, DynamicTable.SONAME, strings),
        table.needed().stream().map(strings::name).toList(),
        string(table, DynamicTable.RPATH, strings).map(ElfReader::folders).orElse(List.of()),
        string(table, DynamicTable.RUNPATH, strings).map(ElfReader::folders),
        versions.needs(),
        versions.definitions());
  }

  private static VersionTables versions(
      Cursor file, Segments segments, DynamicTable table, Strings strings) throws IOException {
    VersionTables versions = new VersionTables(file, strings);
    OptionalLong needs = table.value(DynamicTable.VERNEED);
    if (needs.isPresent()) {
      versions.readNeeds(
          segments.at(needs.getAsLong(), "needed versions"),
          count(file, table, DynamicTable.VERNEEDNUM, ElfError.VERSION_NEEDS));
    }
    OptionalLong definitions = table.value(DynamicTable.VERDEF);
    if (definitions.isPresent()) {
      versions.readDefinitions(
          segments.at(definitions.getAsLong(), "defined versions"),
          count(file, table, DynamicTable.VERDEFNUM, ElfError.VERSION_DEFINITIONS));
    }
    return versions;
  }

  private static long count(Cursor file, DynamicTable table, int tag, ElfError error) {
    long count = table.value(tag).orElse(0);
    if (count <= 0) {
      throw file.refuse(error, "its table of symbol versions has no count");
    }
    return count;
  }

  private static Segment stringTable(Cursor file, Segments segments, DynamicTable table) {
    OptionalLong address = table.value(DynamicTable.STRTAB);
    OptionalLong size = table.value(DynamicTable.STRSZ);
    if (address.isEmpty() || size.isEmpty()) {
      throw file.refuse(ElfError.DYNAMIC, "it names things and has no string table");
    }
    Segment mapped = segments.at(address.getAsLong(), "string table");
    if (size.getAsLong() < 0 || size.getAsLong() > mapped.size()) {
      throw file.refuse(ElfError.DYNAMIC, "its string table leaves its segment");
    }
    return new Segment(mapped.offset(), mapped.address(), size.getAsLong());
  }

  private static Optional<String> string(DynamicTable table, int tag, Strings strings) {
    OptionalLong index = table.value(tag);
    return index.isEmpty() ? Optional.empty() : Optional.of(strings.get(index.getAsLong()));
  }

  private static List<String> folders(String path) {
    return path.isEmpty() ? List.of() : List.of(path.split(":", -1));
  }
}
