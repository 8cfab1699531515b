package dev.mintmark.image.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.oci.Platform;
import dev.mintmark.packages.entry.Owner;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A tree that grows from the lowest layer up; for one thread. */
public final class LayeredTree implements ImageTree {
  private static final Comparator<String> BY_BYTES =
      (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
  private static final int IMPLIED_MODE = 0755;

  private final Platform platform;
  private final TreeMap<String, TreeEntry> byPath = new TreeMap<>(BY_BYTES);

  public LayeredTree(Platform platform) {
    this.platform = platform;
  }

  /** Another tree of the same entries, which changes by itself. */
  public LayeredTree copy() {
    LayeredTree copy = new LayeredTree(platform);
    copy.byPath.putAll(byPath);
    return copy;
  }

  @Override
  public Platform platform() {
    return platform;
  }

  @Override
  public List<TreeEntry> entries() {
    return List.copyOf(byPath.values());
  }

  @Override
  public Optional<TreeEntry> at(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  /** Takes the place of what was there, and makes the folders above that are missing. */
  public void put(TreeEntry entry) {
    String path = entry.path();
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      String folder = path.substring(0, slash);
      byPath.putIfAbsent(folder, TreeEntry.directory(folder, IMPLIED_MODE, Owner.ROOT));
    }
    byPath.put(path, entry);
  }

  /** Removes an entry and everything below it. */
  public void remove(String path) {
    byPath.remove(path);
    below(path).clear();
  }

  /** What lies below a path; the root's is the empty one. Changes to the view change the tree. */
  public SortedMap<String, TreeEntry> below(String path) {
    // '0' follows '/': the paths between begin with the folder's.
    return path.isEmpty() ? byPath : byPath.subMap(path + "/", path + "0");
  }
}
