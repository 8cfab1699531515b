package dev.mintmark.packages.archive;

import static dev.mintmark.packages.archive.ZipDirectory.u16;
import static dev.mintmark.packages.archive.ZipDirectory.u32;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.packages.Limits;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A zip with one reading: the central directory and the local headers say the same, members follow
 * each other without a gap or an overlap from the first byte to the directory, no path is there
 * twice, and none lies below a file.
 */
public final class ZipArchive {
  private static final int LOCAL = 30;
  private static final int LOCAL_MAGIC = 0x04034b50;
  private static final int DESCRIPTOR_MAGIC = 0x08074b50;

  private final Subject subject;
  private final ZipFaults faults;
  private final FileSlice file;

  private ZipArchive(Subject subject, FileSlice file) {
    this.subject = subject;
    this.faults = new ZipFaults(subject);
    this.file = file;
  }

  /** A member with the place of its bytes, relative to the file's start. */
  public record Located(ZipMember member, long dataOffset) {}

  /**
   * Lists the members in the order of their bytes.
   *
   * @throws dev.mintmark.packages.PackageException (PKG-005 to PKG-008, PKG-010 to PKG-012,
   *     PKG-014)
   */
  public static List<Located> read(Subject subject, Limits limits, FileSlice file)
      throws IOException {
    ZipDirectory directory = new ZipDirectory(subject, limits);
    ZipDirectory.End end = directory.end(file);
    List<ZipMember> members = directory.read(file, end);
    ZipArchive archive = new ZipArchive(subject, file);
    archive.requireDistinct(members);
    return archive.locate(members, end.offset());
  }

  private void requireDistinct(List<ZipMember> members) {
    Set<String> paths = new HashSet<>();
    Set<String> files = new HashSet<>();
    for (ZipMember member : members) {
      if (!paths.add(member.path())) {
        throw subject.refuse(
            RefusalCode.DUPLICATE, member.path(), "two entries claim it", "pack it again");
      }
      if (!member.directory()) {
        files.add(member.path());
      }
    }
    for (String path : paths) {
      for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
        if (files.contains(path.substring(0, slash))) {
          throw subject.refuse(
              RefusalCode.BELOW_FILE,
              path,
              "'" + path.substring(0, slash) + "' is a file",
              "pack it again");
        }
      }
    }
  }

  private List<Located> locate(List<ZipMember> members, long end) throws IOException {
    List<ZipMember> ordered = new ArrayList<>(members);
    ordered.sort(Comparator.comparingLong(ZipMember::header));
    List<Located> located = new ArrayList<>(ordered.size());
    long at = 0;
    for (ZipMember member : ordered) {
      if (member.header() != at) {
        throw faults.malformed(member.path(), "it does not follow the entry before it");
      }
      Located found = local(member);
      located.add(found);
      at = requireDescriptor(member, found.dataOffset() + member.compressedSize());
    }
    if (at != end) {
      throw faults.malformed("directory", "it does not follow the last entry");
    }
    return located;
  }

  private Located local(ZipMember member) throws IOException {
    ByteBuffer header = bytes(member, member.header(), LOCAL);
    int nameLength = u16(header, 26);
    int extraLength = u16(header, 28);
    ByteBuffer rest = bytes(member, member.header() + LOCAL, nameLength + extraLength);
    String name = new String(rest.array(), 0, nameLength, UTF_8);
    if (header.getInt(0) != LOCAL_MAGIC
        || !name.equals(member.path() + (member.directory() ? "/" : ""))
        || u16(header, 6) != member.flags()
        || u16(header, 8) != member.method()) {
      throw faults.malformed(member.path(), "its local header says something else");
    }
    Optional<ZipExtras.Sizes> zip64 =
        ZipExtras.check(faults, member.path(), rest.slice(nameLength, extraLength), true);
    requireSame(member, header, zip64);
    return new Located(member, member.header() + LOCAL + nameLength + extraLength);
  }

  /** With a data descriptor the local header may also leave the three out. */
  private void requireSame(ZipMember member, ByteBuffer header, Optional<ZipExtras.Sizes> zip64) {
    long crc = u32(header, 14);
    long compressed = u32(header, 18);
    long size = u32(header, 22);
    if (zip64.isPresent() && compressed == 0xffffffffL && size == 0xffffffffL) {
      compressed = zip64.get().compressedSize();
      size = zip64.get().size();
    }
    boolean leftOut = member.hasDescriptor() && crc == 0 && compressed == 0 && size == 0;
    boolean same =
        crc == member.crc() && compressed == member.compressedSize() && size == member.size();
    if (!same && !leftOut) {
      throw faults.malformed(member.path(), "its local header has another size or checksum");
    }
    if (zip64.isPresent() && member.hasDescriptor()) {
      throw faults.unsupported(member.path(), "it has a zip64 field and a data descriptor");
    }
  }

  /** Checksum and sizes behind the content, with or without their signature; gives their end. */
  private long requireDescriptor(ZipMember member, long at) throws IOException {
    if (!member.hasDescriptor()) {
      return at;
    }
    // The directory follows at the least: 16 bytes are there.
    ByteBuffer descriptor = bytes(member, at, 16);
    int signature = descriptor.getInt(0) == DESCRIPTOR_MAGIC ? 4 : 0;
    if (u32(descriptor, signature) != member.crc()
        || u32(descriptor, signature + 4) != member.compressedSize()
        || u32(descriptor, signature + 8) != member.size()) {
      throw faults.malformed(member.path(), "its data descriptor says something else");
    }
    return at + signature + 12;
  }

  private ByteBuffer bytes(ZipMember member, long at, int length) throws IOException {
    if (at > file.size() - length) {
      throw faults.malformed(member.path(), "it lies behind the end");
    }
    return ZipDirectory.littleEndian(file.read(at, length));
  }

  /**
   * Opens a member's content, which is checked against size and checksum while it is read.
   *
   * @throws dev.mintmark.packages.PackageException (PKG-003, also later from the stream)
   */
  public static InputStream open(Subject subject, FileSlice file, Located located)
      throws IOException {
    ZipMember member = located.member();
    return new ZipMemberStream(
        subject, member, file.slice(located.dataOffset(), member.compressedSize()).open());
  }
}
