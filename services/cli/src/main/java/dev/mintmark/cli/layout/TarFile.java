package dev.mintmark.cli.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes a tar whose bytes follow from its members: by name, one owner, one mode, one time. */
public final class TarFile {
  private static final int MODE = 0644;

  private TarFile() {}

  /**
   * A member.
   *
   * @param size in bytes; the content has exactly so many
   */
  public record Member(long size, Content content) {
    public static Member of(byte[] bytes) {
      byte[] kept = bytes.clone();
      return new Member(kept.length, out -> out.write(kept));
    }
  }

  /** Writes a member's bytes. */
  @FunctionalInterface
  public interface Content {
    void to(OutputStream out) throws IOException;
  }

  /**
   * Writes the file.
   *
   * @param written gets the bytes of members that were written since it was last told
   */
  public static void write(
      Path file, SortedMap<String, Member> members, Instant time, LongConsumer written)
      throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (Map.Entry<String, Member> member : members.entrySet()) {
        TarArchiveEntry header = new TarArchiveEntry(member.getKey(), true);
        header.setMode(MODE);
        header.setIds(0, 0);
        header.setNames("", "");
        header.setLastModifiedTime(FileTime.from(time));
        header.setSize(member.getValue().size());
        tar.putArchiveEntry(header);
        member.getValue().content().to(tar);
        tar.closeArchiveEntry();
        written.accept(member.getValue().size());
      }
    }
  }

  /** Copies a stream to its end and closes it. */
  public static void copy(InputStream from, OutputStream to) throws IOException {
    try (from) {
      from.transferTo(to);
    }
  }
}
