package dev.mintmark.packages.nar;

import dev.mintmark.packages.entry.PackageEntry;
import java.util.List;
import java.util.SortedSet;

/**
 * A store path with all that is in it.
 *
 * @param references what its files name of the store, itself perhaps among them
 * @param entries folders before what is in them; the first is the path itself, which may be a file
 */
public record StoreItem(
    StorePath path, SortedSet<StorePath> references, List<PackageEntry> entries) {
  public StoreItem {
    entries = List.copyOf(entries);
  }
}
