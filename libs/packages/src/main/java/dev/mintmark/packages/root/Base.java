package dev.mintmark.packages.root;

import dev.mintmark.packages.entry.PackageEntry;
import java.util.List;

/**
 * What is in an image before packages come: in merged-usr Debian the links {@code lib -> usr/lib}
 * and their like above all.
 *
 * @param directories every directory; parents that are missing here count as such
 * @param links every symbolic link
 * @param files everything else; of a file with more than one name each
 */
public record Base(
    List<PackageEntry.Directory> directories,
    List<PackageEntry.Symlink> links,
    List<PackageEntry.File> files) {
  /** An image that begins with nothing. */
  public static final Base EMPTY = new Base(List.of(), List.of(), List.of());

  public Base {
    directories = List.copyOf(directories);
    links = List.copyOf(links);
    files = List.copyOf(files);
  }
}
