package dev.mintmark.packages.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The records of a PAX extended header, {@code length keyword=value\n} (POSIX, pax). Records that
 * could change what an entry is, and are not known here, are refused.
 */
final class PaxRecords {
  static final PaxRecords NONE = new PaxRecords(new TreeMap<>());

  private static final String XATTR = "SCHILY.xattr.";
  private static final Set<String> APPLIED = Set.of("path", "linkpath", "size", "uid", "gid");
  private static final Set<String> HARMLESS =
      Set.of(
          "atime",
          "ctime",
          "mtime",
          "uname",
          "gname",
          "comment",
          "LIBARCHIVE.creationtime",
          "SCHILY.dev",
          "SCHILY.ino",
          "SCHILY.nlink");

  private final SortedMap<String, byte[]> records;

  private PaxRecords(SortedMap<String, byte[]> records) {
    this.records = records;
  }

  /**
   * @throws dev.mintmark.packages.PackageException (PKG-004, PKG-012)
   */
  static PaxRecords parse(Subject subject, byte[] bytes) {
    SortedMap<String, byte[]> records = new TreeMap<>();
    int at = 0;
    while (at < bytes.length) {
      int end = at + length(subject, bytes, at);
      int blank = indexOf(bytes, ' ', at, end);
      int equals = indexOf(bytes, '=', blank + 1, end);
      if (end > bytes.length || bytes[end - 1] != '\n' || equals <= blank + 1) {
        throw refuse(subject, "a record is not 'length keyword=value'");
      }
      String keyword = new String(bytes, blank + 1, equals - blank - 1, UTF_8);
      checkKeyword(subject, keyword);
      if (records.put(keyword, Arrays.copyOfRange(bytes, equals + 1, end - 1)) != null) {
        throw refuse(subject, "it has two records " + keyword);
      }
      at = end;
    }
    return new PaxRecords(records);
  }

  /** Decimal digits up to a blank; at least the shortest record. */
  private static int length(Subject subject, byte[] bytes, int at) {
    int length = 0;
    int i = at;
    while (i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9' && i - at < 9) {
      length = length * 10 + bytes[i++] - '0';
    }
    if (i == at || i == bytes.length || bytes[i] != ' ' || length < 5) {
      throw refuse(subject, "a record has no length");
    }
    if (length > bytes.length - at) {
      throw refuse(subject, "a record is longer than its header");
    }
    return length;
  }

  private static int indexOf(byte[] bytes, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static void checkKeyword(Subject subject, String keyword) {
    if (keyword.startsWith("GNU.sparse.")) {
      throw subject.refuse(
          RefusalCode.ENTRY_KIND,
          keyword,
          "a sparse file may claim any size without a byte of content",
          "pack it again without --sparse");
    }
    if (!APPLIED.contains(keyword) && !HARMLESS.contains(keyword) && !keyword.startsWith(XATTR)) {
      throw refuse(subject, "the record " + keyword + " is not known");
    }
  }

  /** Whether they say nothing about any entry. */
  boolean isComment() {
    return records.keySet().equals(Set.of("comment"));
  }

  Optional<byte[]> value(String keyword) {
    return Optional.ofNullable(records.get(keyword));
  }

  /** A number, or the header's. */
  long number(Subject subject, String keyword, long otherwise) {
    byte[] value = records.get(keyword);
    if (value == null) {
      return otherwise;
    }
    String digits = new String(value, UTF_8);
    if (!digits.matches("[0-9]{1,18}")) {
      throw refuse(subject, "its " + keyword + " is no number");
    }
    return Long.parseLong(digits);
  }

  SortedMap<String, byte[]> attributes() {
    SortedMap<String, byte[]> attributes = new TreeMap<>();
    records
        .tailMap(XATTR)
        .forEach((keyword, value) -> {
          if (keyword.startsWith(XATTR)) {
            attributes.put(keyword.substring(XATTR.length()), value);
          }
        });
    return attributes;
  }

  private static RuntimeException refuse(Subject subject, String found) {
    return subject.refuse(
        RefusalCode.TAR_FORM,
        "PAX header",
        found,
        "pack it again with GNU tar and plain PAX records");
  }
}
