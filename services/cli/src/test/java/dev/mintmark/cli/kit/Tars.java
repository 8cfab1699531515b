package dev.mintmark.cli.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A tar's members, to be tampered with. */
final class Tars {
  private Tars() {}

  /**
   * A member.
   *
   * @param type as {@link TarConstants} has it
   */
  record Entry(String name, byte type, byte[] content) {
    static Entry file(String name, byte[] content) {
      return new Entry(name, TarConstants.LF_NORMAL, content);
    }
  }

  static List<Entry> read(Path file) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(file))) {
      for (TarArchiveEntry next = tar.getNextEntry(); next != null; next = tar.getNextEntry()) {
        entries.add(Entry.file(next.getName(), tar.readAllBytes()));
      }
    }
    return entries;
  }

  /** Another tar with the change. */
  static Path changed(Path file, Consumer<List<Entry>> change) throws IOException {
    List<Entry> entries = read(file);
    change.accept(entries);
    Path other = file.resolveSibling("changed.tar");
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(other))) {
      for (Entry entry : entries) {
        TarArchiveEntry header = new TarArchiveEntry(entry.name(), entry.type(), true);
        if (entry.type() == TarConstants.LF_SYMLINK || entry.type() == TarConstants.LF_LINK) {
          header.setLinkName("/etc/passwd");
        }
        header.setSize(entry.content().length);
        tar.putArchiveEntry(header);
        tar.write(entry.content());
        tar.closeArchiveEntry();
      }
    }
    return other;
  }
}
