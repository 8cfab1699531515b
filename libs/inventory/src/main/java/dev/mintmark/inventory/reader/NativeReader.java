package dev.mintmark.inventory.reader;

import dev.mintmark.elf.ByteSource;
import dev.mintmark.elf.ElfException;
import dev.mintmark.elf.ElfReader;
import dev.mintmark.inventory.found.Ecosystem;
import dev.mintmark.inventory.found.FoundPackage;
import dev.mintmark.inventory.found.ImageFile;
import dev.mintmark.inventory.found.ImageFiles;
import dev.mintmark.inventory.found.PackageUrl;
import dev.mintmark.inventory.license.Spdx;
import dev.mintmark.packages.archive.FileSlice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Native libraries that belong to no package, by the name that loaders know them by. */
public final class NativeReader {
  private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};
  private static final int HEADER = 52;

  private NativeReader() {}

  /** A slice as the reader of ELF files wants it. */
  private record Source(FileSlice slice) implements ByteSource {
    @Override
    public long size() {
      return slice.size();
    }

    @Override
    public byte[] read(long offset, int length) throws IOException {
      return slice.read(offset, length);
    }
  }

  /**
   * The libraries of an image.
   *
   * @param known whether a path is told of already
   */
  public static List<FoundPackage> read(ImageFiles files, Predicate<String> known)
      throws IOException {
    List<FoundPackage> found = new ArrayList<>();
    for (ImageFile file : files.all()) {
      if (file.size() >= HEADER && !known.test(file.path())) {
        soname(file).map(name -> found(file, name)).ifPresent(found::add);
      }
    }
    return found;
  }

  /** What the gates make of a file that cannot be read is theirs to say. */
  private static Optional<String> soname(ImageFile file) throws IOException {
    FileSlice slice = file.opener().open();
    if (!Arrays.equals(slice.read(0, MAGIC.length), MAGIC)) {
      return Optional.empty();
    }
    try {
      return ElfReader.read(file.path(), new Source(slice)).soname();
    } catch (ElfException e) {
      return Optional.empty();
    }
  }

  private static FoundPackage found(ImageFile file, String soname) {
    String version = version(file.name(), soname);
    return new FoundPackage(
        Ecosystem.NATIVE,
        soname,
        version,
        PackageUrl.of("generic", "", soname, version, Map.of("checksum", file.digest().toString())),
        Spdx.UNKNOWN,
        Optional.empty(),
        Optional.empty(),
        new TreeSet<>(List.of(file.path())),
        new TreeSet<>(List.of(file.path())),
        new TreeSet<>());
  }

  /**
   * {@code libz.so.1.2.13} that is {@code libz.so.1} has version 1.2.13; a soname alone has none.
   */
  private static String version(String file, String soname) {
    int so = soname.indexOf(".so");
    String stem = so < 0 ? soname : soname.substring(0, so) + ".so.";
    String rest = file.startsWith(stem) ? file.substring(stem.length()) : "";
    return rest.matches("[0-9]+(\\.[0-9]+)+") ? rest : "";
  }
}
