package dev.mintmark.elf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a loader reads of an ELF file. A file that none loads (an object file, a core) has its
 * header only.
 *
 * @param interpreter {@code PT_INTERP}, an absolute path
 * @param dynamic whether it has a dynamic segment
 * @param pie flagged as a position-independent executable ({@code DF_1_PIE})
 * @param noDefaultFolders the loader must not look into its own folders ({@code DF_1_NODEFLIB})
 * @param soname {@code DT_SONAME}
 * @param needed {@code DT_NEEDED}, in the file's order
 * @param rpath folders of {@code DT_RPATH}, not expanded
 * @param runpath folders of {@code DT_RUNPATH}, not expanded; empty when there is none
 * @param versionNeeds in the file's order
 * @param definedVersions without the base, which is the file's own name
 */
public record ElfFile(
    ElfHeader header,
    Optional<String> interpreter,
    boolean dynamic,
    boolean pie,
    boolean noDefaultFolders,
    Optional<String> soname,
    List<String> needed,
    List<String> rpath,
    Optional<List<String>> runpath,
    List<VersionNeed> versionNeeds,
    SortedSet<String> definedVersions) {
  private static final String GLIBC = "GLIBC";

  public ElfFile {
    needed = List.copyOf(needed);
    rpath = List.copyOf(rpath);
    runpath = runpath.map(List::copyOf);
    versionNeeds = List.copyOf(versionNeeds);
    definedVersions = Collections.unmodifiableSortedSet(new TreeSet<>(definedVersions));
  }

  /** Whether a kernel starts it: it has an interpreter, or needs none because it is static. */
  public boolean isProgram() {
    return interpreter.isPresent()
        || header.type() == ElfHeader.EXECUTABLE
        || (pie && !isLibrary());
  }

  private boolean isLibrary() {
    return soname.isPresent() || !needed.isEmpty();
  }

  /** The highest {@code GLIBC_x.y} that it needs, weak ones left out. */
  public Optional<SymbolVersion> highestGlibcNeeded() {
    List<String> names = new ArrayList<>();
    for (VersionNeed need : versionNeeds) {
      need.versions().stream().filter(v -> !v.weak()).forEach(v -> names.add(v.name()));
    }
    return highestGlibc(names);
  }

  /** The highest {@code GLIBC_x.y} that it defines: of libc.so.6, its own version. */
  public Optional<SymbolVersion> highestGlibcDefined() {
    return highestGlibc(definedVersions);
  }

  private static Optional<SymbolVersion> highestGlibc(Iterable<String> names) {
    List<SymbolVersion> versions = new ArrayList<>();
    for (String name : names) {
      SymbolVersion.parse(name).filter(v -> v.family().equals(GLIBC)).ifPresent(versions::add);
    }
    return versions.stream().max(Comparator.naturalOrder());
  }
}
