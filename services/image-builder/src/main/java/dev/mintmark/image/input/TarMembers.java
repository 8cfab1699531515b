package dev.mintmark.image.input;

import dev.mintmark.content.Artifact;
import dev.mintmark.image.refusal.ImageRefusals;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.Compression;
import dev.mintmark.packages.archive.FileSlice;
import dev.mintmark.packages.archive.TarEntry;
import dev.mintmark.packages.archive.TarReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A gzipped tar, read whole once and left uncompressed on disk.
 *
 * @param tar the uncompressed archive
 * @param byName entries by their names, without a leading {@code ./}
 */
record TarMembers(Path tar, Map<String, List<TarEntry>> byName) {
  private static final int[] GZIP = {0x1f, 0x8b};

  /** Whether a file begins as gzip does. */
  static boolean isGzip(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == GZIP[0] && in.read() == GZIP[1];
    }
  }

  /**
   * @param tar is made, and must not be there yet
   * @throws dev.mintmark.packages.PackageException for an archive that is malformed
   */
  static TarMembers open(Artifact archive, Path file, Path tar) throws IOException {
    Subject subject = new Subject("archive " + archive.digest());
    Map<String, List<TarEntry>> byName = new HashMap<>();
    try (FileChannel channel = FileChannel.open(file);
        InputStream unzipped =
            Compression.GZIP.open(subject, Limits.DEFAULT, "tar", FileSlice.of(channel));
        OutputStream out = Files.newOutputStream(tar)) {
      TarReader reader =
          new TarReader(subject, Limits.DEFAULT, new Copied(unzipped, out)).withComments();
      for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        TarEntry entry = next.get();
        byName.computeIfAbsent(plain(entry.name()), name -> new ArrayList<>()).add(entry);
      }
    }
    return new TarMembers(tar, byName);
  }

  private static String plain(String name) {
    return name.startsWith("./") ? name.substring(2) : name;
  }

  /**
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-003 unless it is there exactly once,
   *     IMG-004 unless it is a plain file
   */
  Archives.Member member(Artifact archive, String name) {
    List<TarEntry> found = byName.getOrDefault(name, List.of());
    if (found.size() != 1) {
      throw ImageRefusals.noMember(archive, name, found.size());
    }
    TarEntry entry = found.getFirst();
    if (entry.kind() != TarEntry.Kind.FILE) {
      throw ImageRefusals.badArchive(archive, "its member '" + name + "' is a folder or a link");
    }
    return new Archives.Member(
        entry.size(), () -> FileSlice.open(tar, entry.offset(), entry.size()));
  }

  /** Writes down whatever is read. */
  private static final class Copied extends FilterInputStream {
    private final OutputStream copy;

    Copied(InputStream in, OutputStream copy) {
      super(in);
      this.copy = copy;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int n = super.read(into, from, length);
      if (n > 0) {
        copy.write(into, from, n);
      }
      return n;
    }
  }
}
