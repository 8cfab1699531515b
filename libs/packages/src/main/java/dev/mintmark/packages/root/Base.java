package dev.mintmark.packages.root;

import dev.mintmark.packages.entry.PackageEntry;
import java.util.List;
import java.util.Set;

/**
 * What is in an image before packages come: in merged-usr Debian the links {@code lib -> usr/lib}
 * and their like above all.
 *
 * @param directories every directory; parents that are missing here count as such
 * @param links every symbolic link
 * @param files paths of everything else
 */
public record Base(
    List<PackageEntry.Directory> directories, List<PackageEntry.Symlink> links, Set<String> files) {
  /** An image that begins with nothing. */
  public static final Base EMPTY = new Base(List.of(), List.of(), Set.of());

  public Base {
    directories = List.copyOf(directories);
    links = List.copyOf(links);
    files = Set.copyOf(files);
  }
}
