package dev.mintmark.packages.wheel;

import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The one {@code name-version.dist-info} directory of a wheel.
 *
 * @param path in the wheel
 */
record DistInfo(String path) {
  private static final String SUFFIX = ".dist-info";

  /** What an installer writes: a wheel that brings them says something about another machine. */
  private static final Set<String> INSTALLERS = Set.of("INSTALLER", "REQUESTED", "direct_url.json");

  /**
   * @param paths of all files
   * @throws PackageException (PKG-032)
   */
  static DistInfo find(Subject subject, WheelName name, Collection<String> paths) {
    List<String> found =
        paths.stream()
            .map(path -> path.split("/", 2)[0])
            .filter(folder -> folder.endsWith(SUFFIX))
            .distinct()
            .toList();
    if (found.size() != 1) {
      throw refuse(subject, "dist-info", "the wheel has " + found.size() + " dist-info folders");
    }
    DistInfo info = new DistInfo(found.getFirst());
    if (!names(found.getFirst(), SUFFIX, name)) {
      throw refuse(subject, info.path(), "its name and version are not those of the file name");
    }
    for (String file : INSTALLERS) {
      if (paths.contains(info.file(file))) {
        throw refuse(subject, info.file(file), "that is for the installer to write");
      }
    }
    return info;
  }

  /** Whether a folder is {@code name-version<suffix>} of the wheel. */
  static boolean names(String folder, String suffix, WheelName name) {
    String stem = folder.substring(0, folder.length() - suffix.length());
    int dash = stem.indexOf('-');
    return dash > 0 && name.isOf(stem.substring(0, dash), stem.substring(dash + 1));
  }

  String file(String name) {
    return path + "/" + name;
  }

  private static PackageException refuse(Subject subject, String entry, String found) {
    return subject.refuse(
        RefusalCode.DIST_INFO, entry, found, "get the wheel again, or build it again");
  }
}
