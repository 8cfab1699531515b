package dev.mintmark.compare.layer;

import dev.mintmark.content.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an archive holds.
 *
 * @param entries in their order
 * @param digest of the whole archive
 * @param trailer number of bytes behind the last entry
 * @param cleanTrailer whether these are zeros
 */
record TarTable(List<TarEntry> entries, Digest digest, long trailer, boolean cleanTrailer) {
  /** Names of all entries; one that comes again has a number behind it. */
  List<String> names() {
    Map<String, Integer> seen = new HashMap<>();
    List<String> names = new ArrayList<>(entries.size());
    for (TarEntry entry : entries) {
      int count = seen.merge(entry.path(), 1, Integer::sum);
      String name = entry.path().isEmpty() ? "(no name)" : entry.path();
      names.add(count == 1 ? name : name + " (" + count + ")");
    }
    return names;
  }
}
