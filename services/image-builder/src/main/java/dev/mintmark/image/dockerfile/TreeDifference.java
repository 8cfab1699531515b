package dev.mintmark.image.dockerfile;

import dev.mintmark.image.tree.ImageTree;
import dev.mintmark.image.tree.TreeEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Where two trees are not the same; times do not count, for layers get the release's own. */
final class TreeDifference {
  private TreeDifference() {}

  /** Whether an engine would make the same of both. */
  static boolean isSame(TreeEntry one, TreeEntry other) {
    return difference(one, other).isEmpty();
  }

  private static Optional<String> difference(TreeEntry one, TreeEntry other) {
    if (one.kind() != other.kind()) {
      return Optional.of("kind");
    }
    if (one.mode() != other.mode()) {
      return Optional.of("mode");
    }
    if (!one.owner().equals(other.owner())) {
      return Optional.of("owner");
    }
    if (!one.target().equals(other.target())) {
      return Optional.of("target");
    }
    return one.size() == other.size() && Objects.equals(one.digest(), other.digest())
        ? Optional.empty()
        : Optional.of("content");
  }

  /** For people: {@code /etc/x (content)}, in the order of the paths of the first, then others. */
  static List<String> between(ImageTree one, ImageTree other) {
    List<String> found = new ArrayList<>();
    for (TreeEntry entry : one.entries()) {
      Optional<TreeEntry> there = other.at(entry.path());
      Optional<String> what =
          there.isEmpty() ? Optional.of("is in one of them") : difference(entry, there.get());
      what.ifPresent(difference -> found.add("/" + entry.path() + " (" + difference + ")"));
    }
    for (TreeEntry entry : other.entries()) {
      if (one.at(entry.path()).isEmpty()) {
        found.add("/" + entry.path() + " (is in one of them)");
      }
    }
    return found;
  }
}
