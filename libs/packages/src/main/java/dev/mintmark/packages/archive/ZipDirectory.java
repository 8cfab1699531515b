package dev.mintmark.packages.archive;

import dev.mintmark.packages.Limits;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.entry.EntryPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads the central directory at a zip's end (APPNOTE 4.3.12, 4.3.16). */
final class ZipDirectory {
  private static final int END = 22;
  private static final int END_MAGIC = 0x06054b50;
  private static final int HEADER = 46;
  private static final int HEADER_MAGIC = 0x02014b50;
  private static final int UNIX = 3;
  private static final int TYPE_BITS = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;

  private final Subject subject;
  private final Limits limits;
  private final ZipFaults faults;
  private final Budget budget;

  ZipDirectory(Subject subject, Limits limits) {
    this.subject = subject;
    this.limits = limits;
    this.faults = new ZipFaults(subject);
    this.budget = new Budget(subject, limits);
  }

  /** Where the central directory is. */
  record End(int entries, long size, long offset) {}

  /** Only an archive without a comment is read: in a comment another end could hide. */
  End end(FileSlice file) throws IOException {
    if (file.size() < END) {
      throw faults.malformed("end", "it is too short for a zip");
    }
    long at = file.size() - END;
    ByteBuffer end = littleEndian(file.read(at, END));
    if (end.getInt(0) != END_MAGIC || end.getShort(20) != 0) {
      throw faults.malformed("end", "it does not end as a zip without a comment does");
    }
    int entries = u16(end, 10);
    long size = u32(end, 12);
    long offset = u32(end, 16);
    if (entries == 0xffff || size == 0xffffffffL || offset == 0xffffffffL) {
      throw faults.unsupported("end", "it is a zip64");
    }
    if (end.getInt(4) != 0 || u16(end, 8) != entries || offset + size != at) {
      throw faults.malformed("end", "its directory is not one piece just before its end");
    }
    return new End(entries, size, offset);
  }

  /** All members, in the directory's order. */
  List<ZipMember> read(FileSlice file, End end) throws IOException {
    if (end.size() > limits.textBytes()) {
      throw subject.refuse(
          RefusalCode.TOO_LARGE,
          "its directory has " + end.size() + " bytes, more than " + limits.textBytes(),
          "use a package that holds less");
    }
    ByteBuffer directory = littleEndian(file.read(end.offset(), (int) end.size()));
    List<ZipMember> members = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < end.entries(); i++) {
      if (directory.limit() - at < HEADER || directory.getInt(at) != HEADER_MAGIC) {
        throw faults.malformed("directory", "it has fewer entries than it says");
      }
      int nameLength = u16(directory, at + 28);
      int extraLength = u16(directory, at + 30);
      int length = HEADER + nameLength + extraLength;
      if (u16(directory, at + 32) != 0) {
        throw faults.unsupported("directory", "an entry has a comment");
      }
      if (directory.limit() - at < length) {
        throw faults.malformed("directory", "it ends within an entry");
      }
      members.add(member(directory.slice(at, length).order(ByteOrder.LITTLE_ENDIAN), nameLength));
      at += length;
    }
    if (at != directory.limit()) {
      throw faults.malformed("directory", "something stands between it and its end");
    }
    return members;
  }

  private ZipMember member(ByteBuffer header, int nameLength) {
    byte[] bytes = new byte[nameLength];
    header.get(HEADER, bytes);
    String name = EntryPath.decode(subject, bytes);
    int flags = u16(header, 8);
    boolean directory = name.endsWith("/");
    String path = directory ? name.substring(0, name.length() - 1) : name;
    checkName(path, bytes, flags);
    ZipExtras.check(faults, name, header.slice(HEADER + nameLength, extraLength(header)), false);
    ZipMember member =
        new ZipMember(
            path,
            directory,
            mode(header, name, directory),
            u16(header, 10),
            u32(header, 16),
            u32(header, 20),
            u32(header, 24),
            u32(header, 42),
            flags);
    checkFeatures(header, member);
    checkSizes(member);
    budget.entry(name, "", member.size());
    return member;
  }

  private static int extraLength(ByteBuffer header) {
    return u16(header, 30);
  }

  private void checkName(String path, byte[] bytes, int flags) {
    EntryPath.check(subject, limits, path);
    if (path.indexOf('\\') >= 0) {
      throw subject.refuse(
          RefusalCode.PATH, path, "its path has a backslash", "pack it again with / in its paths");
    }
    for (byte b : bytes) {
      if (b < 0 && (flags & ZipMember.UTF8) == 0) {
        throw faults.malformed(path, "its name is not ASCII and not marked as UTF-8");
      }
    }
  }

  private int mode(ByteBuffer header, String name, boolean directory) {
    if (u16(header, 4) >> 8 != UNIX) {
      return 0;
    }
    int mode = header.getInt(38) >>> 16;
    int type = mode & TYPE_BITS;
    if (type != 0 && type != (directory ? DIRECTORY : REGULAR)) {
      throw subject.refuse(
          RefusalCode.ENTRY_KIND,
          name,
          "its mode is " + Integer.toOctalString(mode) + " (octal): it is no plain file",
          "a wheel has plain files only");
    }
    return mode & 07777;
  }

  private void checkFeatures(ByteBuffer header, ZipMember member) {
    if ((member.flags() & ~ZipMember.KNOWN_FLAGS) != 0) {
      throw faults.unsupported(
          member.path(),
          "its flags are 0x" + Integer.toHexString(member.flags()) + ": encrypted or patched");
    }
    if (member.method() != ZipMember.STORED && member.method() != ZipMember.DEFLATED) {
      throw faults.unsupported(
          member.path(), "its compression is number " + member.method() + ", not deflate");
    }
    if (u16(header, 34) != 0) {
      throw faults.unsupported(member.path(), "it is on another disk");
    }
    if (member.size() == 0xffffffffL
        || member.compressedSize() == 0xffffffffL
        || member.header() == 0xffffffffL) {
      throw faults.unsupported(member.path(), "its sizes are those of a zip64");
    }
  }

  private void checkSizes(ZipMember member) {
    if (member.directory() && member.size() != 0) {
      throw faults.malformed(member.path(), "it is a directory with content");
    }
    if (member.method() == ZipMember.STORED && member.size() != member.compressedSize()) {
      throw faults.malformed(member.path(), "it is stored and has two sizes");
    }
    if (member.size() > Limits.RATIO_FREE_BYTES
        && member.size() / limits.ratio() > member.compressedSize()) {
      throw subject.refuse(
          RefusalCode.RATIO,
          member.path(),
          "its " + member.compressedSize() + " bytes expand to " + member.size(),
          "do not use this package: it is made to fill memory or disk");
    }
  }

  static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static int u16(ByteBuffer buffer, int at) {
    return Short.toUnsignedInt(buffer.getShort(at));
  }

  static long u32(ByteBuffer buffer, int at) {
    return Integer.toUnsignedLong(buffer.getInt(at));
  }
}
