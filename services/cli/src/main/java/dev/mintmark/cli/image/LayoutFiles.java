package dev.mintmark.cli.image;

import dev.mintmark.packages.Limits;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.TarEntry;
import dev.mintmark.packages.archive.TarReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The plain files of a folder or a tar, by the names that a layout or archive gives them. */
sealed interface LayoutFiles {
  /**
   * Where a file's bytes are.
   *
   * @param size in bytes
   */
  record Place(Path file, long offset, long size) {
    StoredBlob open() throws IOException {
      return StoredBlob.part(file, offset, size);
    }
  }

  /** A name is one that this package made, or that {@link #isPlain} took. */
  Optional<Place> find(String name) throws IOException;

  /** Whether a name from a stranger stays inside. */
  static boolean isPlain(String name) {
    return name.matches("[A-Za-z0-9][A-Za-z0-9._:/-]{0,254}") && !name.contains("..");
  }

  /** A folder. */
  record Folder(Path folder) implements LayoutFiles {
    @Override
    public Optional<Place> find(String name) throws IOException {
      Path file = folder.resolve(name);
      return Files.isRegularFile(file)
          ? Optional.of(new Place(file, 0, Files.size(file)))
          : Optional.empty();
    }
  }

  /** A tar, whose headers were read once. Links are followed one step, as docker writes them. */
  record Tar(Map<String, Place> places) implements LayoutFiles {
    private static final Limits LIMITS = new Limits(50_000, 1L << 40, 1, 512, 16 << 20, 1);

    /**
     * @throws dev.mintmark.packages.PackageException when it is no tar
     */
    static Tar read(Path file) throws IOException {
      Map<String, Place> places = new TreeMap<>();
      Map<String, String> links = new TreeMap<>();
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
        TarReader tar = new TarReader(Subject.of(file), LIMITS, in);
        for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
          TarEntry entry = next.get();
          if (entry.kind() == TarEntry.Kind.FILE) {
            places.put(entry.name(), new Place(file, entry.offset(), entry.size()));
          } else if (entry.kind() != TarEntry.Kind.DIRECTORY) {
            links.put(entry.name(), entry.linkTarget());
          }
        }
      }
      links.forEach((name, target) -> {
        Place place = places.get(led(name, target));
        if (place != null) {
          places.putIfAbsent(name, place);
        }
      });
      return new Tar(places);
    }

    /** Where a link leads, as a member's name; nowhere for names that docker does not make. */
    private static String led(String name, String target) {
      boolean known = isPlain(name) && target.matches("[A-Za-z0-9._/-]{1,255}");
      return known
          ? Path.of("/" + name).resolveSibling(target).normalize().toString().substring(1)
          : "";
    }

    @Override
    public Optional<Place> find(String name) {
      return Optional.ofNullable(places.get(name));
    }
  }
}
