package dev.mintmark.image.base;

import dev.mintmark.image.tree.LayeredTree;
import dev.mintmark.image.tree.TreeEntry;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import java.util.Optional;

/**
 * The folders on the way to what a layer changes: some engines follow a link of a lower layer, some
 * put a folder in its place.
 */
final class Folders {
  static final String ADVICE = "use a base image that engines read in one way";

  private Folders() {}

  /**
   * @throws dev.mintmark.packages.PackageException (PKG-014)
   */
  static void require(Subject subject, LayeredTree tree, String path) {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      String above = path.substring(0, slash);
      Optional<TreeEntry> there = tree.at(above);
      if (there.isPresent() && there.get().kind() != TreeEntry.Kind.DIRECTORY) {
        throw subject.refuse(
            RefusalCode.BELOW_FILE, path, "'" + above + "' is a file or a link there", ADVICE);
      }
    }
  }
}
