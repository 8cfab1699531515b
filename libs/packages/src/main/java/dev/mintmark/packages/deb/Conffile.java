package dev.mintmark.packages.deb;

import dev.mintmark.packages.Limits;
import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.entry.EntryPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A configuration file of the package (deb-conffiles(5)). In a fresh image dpkg installs it like
 * any other file; here it is one.
 *
 * @param path relative to the root
 */
public record Conffile(String path) {
  private static final String REMOVE = "remove-on-upgrade ";

  /**
   * Reads conffiles and compares it with what the package brings. Files that an upgrade has to
   * remove are none of an image's.
   *
   * @throws PackageException (PKG-010, PKG-025)
   */
  static List<Conffile> parse(
      Subject subject, Limits limits, Optional<byte[]> file, Map<String, Md5> files) {
    List<Conffile> conffiles = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    String text = EntryPath.decode(subject, file.orElse(new byte[0]));
    for (String untrimmed : (Iterable<String>) text.lines()::iterator) {
      String line = untrimmed.stripTrailing();
      boolean remove = line.startsWith(REMOVE);
      String path = remove ? line.substring(REMOVE.length()) : line;
      if (!path.startsWith("/")) {
        throw refuse(subject, line, "it is no absolute path");
      }
      String relative = EntryPath.check(subject, limits, path.substring(1));
      if (!seen.add(relative)) {
        throw refuse(subject, line, "conffiles has it twice");
      }
      if (files.containsKey(relative) == remove) {
        throw refuse(subject, line, "the package " + (remove ? "brings it" : "has no such file"));
      }
      if (!remove) {
        conffiles.add(new Conffile(relative));
      }
    }
    return List.copyOf(conffiles);
  }

  private static PackageException refuse(Subject subject, String line, String found) {
    return subject.refuse(RefusalCode.CONFFILES, line, found, "build the package again");
  }
}
