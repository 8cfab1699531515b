package dev.mintmark.image.install;

import dev.mintmark.image.tree.ImageTree;
import dev.mintmark.image.tree.TreeEntry;
import dev.mintmark.packages.entry.PackageEntry;
import dev.mintmark.packages.root.Base;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** A tree as what packages are merged over. */
final class TreeBase {
  private TreeBase() {}

  static Base of(ImageTree tree) {
    List<PackageEntry.Directory> directories = new ArrayList<>();
    List<PackageEntry.Symlink> links = new ArrayList<>();
    List<PackageEntry.File> files = new ArrayList<>();
    for (TreeEntry entry : tree.entries()) {
      switch (entry.kind()) {
        case DIRECTORY ->
            directories.add(new PackageEntry.Directory(entry.path(), entry.mode(), entry.owner()));
        case SYMLINK ->
            links.add(new PackageEntry.Symlink(entry.path(), entry.target(), entry.owner()));
        case FILE -> files.add(file(entry));
      }
    }
    return new Base(directories, links, files);
  }

  private static PackageEntry.File file(TreeEntry entry) {
    return new PackageEntry.File(
        entry.path(),
        entry.mode(),
        entry.owner(),
        entry.size(),
        Objects.requireNonNull(entry.digest(), "hashed"),
        Collections.unmodifiableSortedMap(new TreeMap<>()),
        entry.content());
  }
}
