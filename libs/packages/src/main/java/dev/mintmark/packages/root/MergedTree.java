package dev.mintmark.packages.root;

import java.util.List;

/**
 * What packages add to a base: an entry for each path, and one for every directory on the way to
 * it, base's own included, so that a layer made of this changes no directory of the base.
 *
 * @param entries sorted by the bytes of their paths
 */
public record MergedTree(List<Placed> entries) {
  public MergedTree {
    entries = List.copyOf(entries);
  }
}
