package dev.mintmark.packages.archive;

import dev.mintmark.packages.Limits;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.TarEntry.Kind;
import dev.mintmark.packages.entry.EntryPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar from its first to its last byte: POSIX, PAX and GNU headers, and no other kinds than
 * files, directories and links. What follows the end mark must be zeros.
 */
public final class TarReader {
  /** PAX records of one entry; an attribute of a file is at most 64 KiB on Linux. */
  private static final int MAX_PAX = 256 << 10;

  private static final String ADVICE = "get the package again, or pack it again with GNU tar";

  private final Subject subject;
  private final Limits limits;
  private final Budget budget;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 13];
  private boolean comments;
  private long at;
  private long contentEnd;
  private long next;

  /** Reads the uncompressed archive; does not close it. */
  public TarReader(Subject subject, Limits limits, InputStream in) {
    this.subject = subject;
    this.limits = limits;
    this.budget = new Budget(subject, limits);
    this.in = in;
  }

  /** Takes global headers, too, that hold nothing but a comment, as git's archives have them. */
  public TarReader withComments() {
    comments = true;
    return this;
  }

  /** What the headers before an entry's own say about it. */
  private record Before(byte @Nullable [] name, byte @Nullable [] link, @Nullable PaxRecords pax) {
    static final Before NOTHING = new Before(null, null, null);
  }

  /**
   * The next entry, whose {@link #content} may be read until this is called again; empty at the
   * end.
   *
   * @throws dev.mintmark.packages.PackageException (PKG-004, PKG-007, PKG-010, PKG-012)
   */
  public Optional<TarEntry> next() throws IOException {
    Before before = Before.NOTHING;
    while (true) {
      skipTo(next);
      byte[] block = block();
      if (TarHeader.isZero(block)) {
        readEnd(before);
        return Optional.empty();
      }
      TarHeader header = new TarHeader(subject, block);
      switch (header.type()) {
        case 'L' -> before = withName(before, longText(header));
        case 'K' -> before = withLink(before, longText(header));
        case 'x' -> before = withPax(before, header);
        case 'g' -> skipComment(header);
        default -> {
          return Optional.of(entry(header, before));
        }
      }
    }
  }

  private Before withName(Before before, byte[] name) {
    requireOnce(before.name() == null);
    return new Before(name, before.link(), before.pax());
  }

  private Before withLink(Before before, byte[] link) {
    requireOnce(before.link() == null);
    return new Before(before.name(), link, before.pax());
  }

  private Before withPax(Before before, TarHeader header) throws IOException {
    requireOnce(before.pax() == null);
    byte[] records = metadata(header, MAX_PAX);
    return new Before(before.name(), before.link(), PaxRecords.parse(subject, records));
  }

  private void skipComment(TarHeader header) throws IOException {
    if (!comments || !PaxRecords.parse(subject, metadata(header, MAX_PAX)).isComment()) {
      throw refuseKind(
          EntryPath.decode(subject, header.name()), "it changes what all entries behind it are");
    }
  }

  private void requireOnce(boolean first) {
    if (!first) {
      throw refuse("header", "two extended headers say the same about one entry");
    }
  }

  /** A GNU long name or link: text that ends with NUL. */
  private byte[] longText(TarHeader header) throws IOException {
    byte[] text = metadata(header, limits.pathLength() + 1);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    if (end < text.length - 1) {
      throw refuse("long name", "it has a NUL within");
    }
    return Arrays.copyOf(text, end);
  }

  private byte[] metadata(TarHeader header, int most) throws IOException {
    long size = header.size();
    if (size > most) {
      throw subject.refuse(
          RefusalCode.TOO_LARGE,
          "extended header",
          "it has " + size + " bytes, more than " + most,
          "use a package with shorter names");
    }
    byte[] bytes = new byte[(int) size];
    readFully(bytes);
    next = padded(at);
    contentEnd = at;
    return bytes;
  }

  private TarEntry entry(TarHeader header, Before before) {
    PaxRecords pax = before.pax() == null ? PaxRecords.NONE : before.pax();
    String name = text(pax.value("path"), before.name(), header.name());
    Kind kind = kind(header.type(), name);
    String link = "";
    if (kind == Kind.SYMLINK || kind == Kind.HARDLINK) {
      link = text(pax.value("linkpath"), before.link(), header.linkName());
    }
    long size = pax.number(subject, "size", header.size());
    if (size != 0 && kind != Kind.FILE) {
      throw refuse(name, "it has content and is no file");
    }
    long mode = header.mode();
    if ((mode & ~0177777L) != 0) {
      throw refuse(name, "its mode is " + Long.toOctalString(mode) + " (octal)");
    }
    budget.entry(name, link, size);
    pax.attributes().forEach((key, value) -> budget.text(name, key.length() + 2L * value.length));
    contentEnd = at + size;
    next = padded(contentEnd);
    return new TarEntry(
        name,
        kind,
        (int) mode & 07777,
        pax.number(subject, "uid", header.user()),
        pax.number(subject, "gid", header.group()),
        size,
        link,
        pax.attributes(),
        at);
  }

  /** PAX before GNU before the header's own. */
  private String text(Optional<byte[]> pax, byte @Nullable [] gnu, byte[] own) {
    return EntryPath.decode(subject, pax.orElse(gnu == null ? own : gnu));
  }

  private Kind kind(char type, String name) {
    return switch (type) {
      // Before POSIX a directory was a file whose name ends with a slash.
      case '0', '\0' -> name.endsWith("/") ? Kind.DIRECTORY : Kind.FILE;
      case '1' -> Kind.HARDLINK;
      case '2' -> Kind.SYMLINK;
      case '5' -> Kind.DIRECTORY;
      case '3', '4' -> throw refuseKind(name, "it is a device node");
      case '6' -> throw refuseKind(name, "it is a FIFO");
      case 'S' -> throw refuseKind(name, "it is a sparse file, which may claim any size");
      default -> throw refuseKind(name, "it is of the unknown kind " + (int) type);
    };
  }

  private RuntimeException refuseKind(String name, String found) {
    return subject.refuse(
        RefusalCode.ENTRY_KIND, name, found, "images get files, directories and links only");
  }

  /** The content of the entry that {@link #next} gave last: exactly as many bytes as its size. */
  public InputStream content() {
    return new Content();
  }

  private void readEnd(Before before) throws IOException {
    if (before != Before.NOTHING) {
      throw refuse("end", "an extended header has no entry");
    }
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      for (int i = 0; i < n; i++) {
        if (buffer[i] != 0) {
          throw refuse("end", "something follows the end of the archive");
        }
      }
    }
  }

  private byte[] block() throws IOException {
    byte[] block = new byte[TarHeader.BLOCK];
    readFully(block);
    return block;
  }

  private void readFully(byte[] bytes) throws IOException {
    int n = in.readNBytes(bytes, 0, bytes.length);
    at += n;
    if (n < bytes.length) {
      throw endsEarly();
    }
  }

  private void skipTo(long position) throws IOException {
    while (at < position) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, position - at));
      if (n < 0) {
        throw endsEarly();
      }
      at += n;
    }
  }

  private RuntimeException endsEarly() {
    return refuse("end", "the archive ends too early");
  }

  private static long padded(long position) {
    return position + (TarHeader.BLOCK - position % TarHeader.BLOCK) % TarHeader.BLOCK;
  }

  private RuntimeException refuse(String name, String found) {
    return subject.refuse(RefusalCode.TAR_FORM, name, found, ADVICE);
  }

  private final class Content extends InputStream {
    private final long end = contentEnd;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (at >= end) {
        return -1;
      }
      int n = in.read(into, from, (int) Math.min(length, end - at));
      if (n < 0) {
        throw endsEarly();
      }
      at += n;
      return n;
    }
  }
}
