package dev.mintmark.packages.root;

import dev.mintmark.packages.entry.PackageEntry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One name in the tree that is being merged. */
final class Node {
  private final String path;
  private final Map<String, Node> children = new HashMap<>(2);
  private @Nullable Contribution owner;
  private @Nullable PackageEntry entry;
  private String packed = "";
  private boolean wanted;

  Node(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }

  Map<String, Node> children() {
    return children;
  }

  /** What stands here; null for directories that only follow from what lies below them. */
  @Nullable PackageEntry entry() {
    return entry;
  }

  /** Who brought it; null for the base. */
  @Nullable Contribution owner() {
    return owner;
  }

  String packed() {
    return packed;
  }

  /** Something that no path can lead through. */
  boolean isFile() {
    return entry instanceof PackageEntry.File || entry instanceof PackageEntry.Hardlink;
  }

  boolean isLink() {
    return entry instanceof PackageEntry.Symlink;
  }

  /** Whether packages bring it, or something below it. */
  boolean isWanted() {
    return wanted;
  }

  void wantedBy(@Nullable Contribution by) {
    if (by != null && !wanted) {
      wanted = true;
      if (entry == null) {
        owner = by;
      }
    }
  }

  void set(PackageEntry what, @Nullable Contribution by, String packedAs) {
    entry = what;
    owner = by;
    packed = packedAs;
    wanted |= by != null;
  }
}
