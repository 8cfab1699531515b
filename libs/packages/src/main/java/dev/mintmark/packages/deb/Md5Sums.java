package dev.mintmark.packages.deb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.entry.EntryPath;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The md5sums file (deb-md5sums(5)): {@code <32 hex> <path without leading slash>} by line. */
final class Md5Sums {
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{32})  (.+)");

  private Md5Sums() {}

  /**
   * Compares the package's md5sums with its files.
   *
   * @param files every file and hard link by path
   * @throws PackageException (PKG-010, PKG-024)
   */
  static void check(Subject subject, byte[] md5sums, Map<String, Md5> files) {
    Set<String> seen = new HashSet<>();
    String text = EntryPath.decode(subject, md5sums);
    for (String line : (Iterable<String>) text.lines()::iterator) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw refuse(subject, line, "md5sums has a line that is not '<md5>  <path>'");
      }
      String path = matcher.group(2);
      String relative = path.startsWith("./") ? path.substring(2) : path;
      Md5 found = files.get(relative);
      if (found == null || !seen.add(relative)) {
        throw refuse(subject, path, "md5sums names it twice, or there is no such file");
      }
      if (!found.hex().equals(matcher.group(1))) {
        throw refuse(subject, path, "its MD5 is " + found.hex() + ", not that of md5sums");
      }
    }
  }

  /** What dpkg makes for a package that has none: all files but configuration, sorted. */
  static byte[] make(Map<String, Md5> files, List<Conffile> conffiles) {
    Set<String> left = new HashSet<>();
    conffiles.forEach(conffile -> left.add(conffile.path()));
    StringBuilder lines = new StringBuilder();
    files.entrySet().stream()
        .filter(file -> !left.contains(file.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(file ->
            lines.append(file.getValue().hex()).append("  ").append(file.getKey()).append('\n'));
    return lines.toString().getBytes(UTF_8);
  }

  private static PackageException refuse(Subject subject, String entry, String found) {
    return subject.refuse(RefusalCode.MD5SUMS, entry, found, "get the package again");
  }
}
