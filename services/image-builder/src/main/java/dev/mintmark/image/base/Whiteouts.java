package dev.mintmark.image.base;

import dev.mintmark.image.tree.LayeredTree;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.TarEntry;
import dev.mintmark.packages.entry.EntryPath;
import java.util.ArrayList;
import java.util.List;

/** What a layer takes away from those below (image-spec, "Representing Changes"). */
final class Whiteouts {
  private static final String PREFIX = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  private final Subject subject;
  private final List<String> removed = new ArrayList<>();
  private final List<String> emptied = new ArrayList<>();

  Whiteouts(Subject subject) {
    this.subject = subject;
  }

  /**
   * Takes note of a whiteout.
   *
   * @return false when the name is none of one
   * @throws dev.mintmark.packages.PackageException (PKG-010)
   */
  boolean add(String path, TarEntry.Kind kind) {
    int slash = path.lastIndexOf('/');
    String name = path.substring(slash + 1);
    if (!name.startsWith(PREFIX)) {
      return false;
    }
    String folder = slash < 0 ? "" : path.substring(0, slash);
    String hidden = name.substring(PREFIX.length());
    boolean odd = hidden.isEmpty() || hidden.startsWith(PREFIX);
    if (kind != TarEntry.Kind.FILE || (odd && !name.equals(OPAQUE))) {
      throw subject.refuse(
          RefusalCode.PATH,
          path,
          "it is neither a file nor one of the whiteouts that the image specification has",
          "use a base image that engines read in one way");
    }
    if (name.equals(OPAQUE)) {
      emptied.add(folder.isEmpty() ? "" : EntryPath.check(subject, Limits.DEFAULT, folder));
    } else {
      String target = folder.isEmpty() ? hidden : folder + "/" + hidden;
      removed.add(EntryPath.check(subject, Limits.DEFAULT, target));
    }
    return true;
  }

  /**
   * @throws dev.mintmark.packages.PackageException (PKG-014) where the way leads through a link
   */
  void applyTo(LayeredTree lower) {
    emptied.forEach(folder -> Folders.require(subject, lower, folder + "/x"));
    removed.forEach(path -> Folders.require(subject, lower, path));
    emptied.forEach(folder -> lower.below(folder).clear());
    removed.forEach(lower::remove);
  }
}
