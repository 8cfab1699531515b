package dev.mintmark.image.install;

import dev.mintmark.image.tree.ImageTree;
import dev.mintmark.image.tree.TreeEntry;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.deb.DebControl;
import dev.mintmark.packages.deb.DpkgStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The Debian packages of an image, as its own lists have them.
 *
 * @param installed from {@code status}, then from {@code status.d}
 */
record DpkgDatabase(List<DebControl> installed) {
  private static final String STATUS = "var/lib/dpkg/status";
  private static final String STATUS_D = "var/lib/dpkg/status.d/";

  /**
   * @throws dev.mintmark.packages.PackageException (PKG-007, PKG-020, PKG-021)
   */
  static DpkgDatabase of(ImageTree tree) throws IOException {
    List<DebControl> installed = new ArrayList<>();
    for (TreeEntry entry : tree.entries()) {
      String path = entry.path();
      boolean list =
          path.equals(STATUS) || (path.startsWith(STATUS_D) && !path.endsWith(".md5sums"));
      if (list && entry.kind() == TreeEntry.Kind.FILE) {
        installed.addAll(DpkgStatus.parse(new Subject("/" + path), read(entry)));
      }
    }
    return new DpkgDatabase(List.copyOf(installed));
  }

  private static byte[] read(TreeEntry entry) throws IOException {
    int most = Limits.DEFAULT.textBytes();
    if (entry.size() > most) {
      throw new Subject("/" + entry.path())
          .refuse(
              RefusalCode.TOO_LARGE,
              "it has " + entry.size() + " bytes, more than " + most,
              "use another base image");
    }
    try (InputStream in = entry.open()) {
      return in.readAllBytes();
    }
  }

  /** Every version of a package for an architecture, or for all. */
  Set<String> versions(String name, String architecture) {
    return installed.stream()
        .filter(control -> control.name().equals(name))
        .filter(control ->
            control.architecture().equals(architecture)
                || control.architecture().equals(DebControl.ALL))
        .map(DebControl::version)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
