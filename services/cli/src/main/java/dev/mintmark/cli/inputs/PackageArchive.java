package dev.mintmark.cli.inputs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads single files out of a gzipped tar: only what was asked for, and no more than expected. */
final class PackageArchive {
  private PackageArchive() {}

  /**
   * The bytes of a member.
   *
   * @param size that it must have
   * @return empty where there is no plain file of that name and size
   */
  static Optional<byte[]> read(Path archive, String member, long size) throws IOException {
    try (InputStream in = Files.newInputStream(archive);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(in)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().equals(member) && entry.isFile() && entry.getSize() == size) {
          return Optional.of(tar.readNBytes(Math.toIntExact(size)));
        }
      }
      return Optional.empty();
    }
  }
}
