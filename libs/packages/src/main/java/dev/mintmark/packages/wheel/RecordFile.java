package dev.mintmark.packages.wheel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.packages.Limits;
import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.entry.EntryPath;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** RECORD: every file of a wheel with its hash and size. */
final class RecordFile {
  private static final Pattern HASH =
      Pattern.compile("sha256=[A-Za-z0-9_-]{43}|sha384=[A-Za-z0-9_-]{64}|sha512=[A-Za-z0-9_-]{86}");
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final Comparator<String> BY_CODE_POINTS =
      (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

  private RecordFile() {}

  /**
   * Reads a wheel's RECORD.
   *
   * @param path of RECORD in the wheel
   * @return rows by path
   * @throws PackageException (PKG-010, PKG-035)
   */
  static Map<String, RecordRow> parse(Subject subject, Limits limits, String path, byte[] bytes) {
    Map<String, RecordRow> rows = new LinkedHashMap<>();
    String text = EntryPath.decode(subject, bytes);
    for (String line : (Iterable<String>) text.lines()::iterator) {
      RecordRow row = row(subject, path, line);
      EntryPath.check(subject, limits, row.path());
      if (rows.put(row.path(), row) != null) {
        throw malformed(subject, row.path(), "RECORD has it twice");
      }
      if (rows.size() > limits.entries()) {
        throw malformed(subject, path, "it has more than " + limits.entries() + " rows");
      }
    }
    return rows;
  }

  private static RecordRow row(Subject subject, String path, String line) {
    Optional<List<String>> fields = Csv.parse(line);
    if (fields.isEmpty() || fields.get().size() != 3) {
      throw malformed(subject, path, "it has a row that is not 'path,hash,size': " + line);
    }
    List<String> row = fields.get();
    boolean unhashed = row.get(1).isEmpty() && row.get(2).isEmpty();
    if (!unhashed && !HASH.matcher(row.get(1)).matches()) {
      throw malformed(subject, row.get(0), "its hash in RECORD is none of sha256, 384 or 512");
    }
    if (!unhashed && !SIZE.matcher(row.get(2)).matches()) {
      throw malformed(subject, row.get(0), "its size in RECORD is no number");
    }
    return new RecordRow(row.get(0), row.get(1), row.get(2));
  }

  /** The RECORD of an installation: sorted, written as Python's csv module does. */
  static byte[] write(Collection<RecordRow> rows) {
    StringBuilder text = new StringBuilder();
    rows.stream()
        .sorted(Comparator.comparing(RecordRow::path, BY_CODE_POINTS))
        .forEach(row -> text.append(row.line()));
    return text.toString().getBytes(UTF_8);
  }

  private static PackageException malformed(Subject subject, String entry, String found) {
    return subject.refuse(
        RefusalCode.RECORD_FORM, entry, found, "get the wheel again, or build it again");
  }
}
