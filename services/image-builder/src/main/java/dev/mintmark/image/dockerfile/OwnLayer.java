package dev.mintmark.image.dockerfile;

import dev.mintmark.image.install.LayerPart;
import dev.mintmark.image.tree.ImageTree;
import dev.mintmark.image.tree.LayeredTree;
import dev.mintmark.image.tree.TreeEntry;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.layer.LayerEntry;
import dev.mintmark.packages.entry.Content;
import dev.mintmark.packages.entry.Owner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One layer of our own for all that a Dockerfile changes: whatever layers the builder made of it,
 * the same tree over the same base makes the same layer. What a build writes again as it was is not
 * in it, and stays the base's.
 */
final class OwnLayer {
  private final LayeredTree tree;
  private final Map<String, LayerEntry> entries = new TreeMap<>();
  private final Map<String, FileTable.Input> inputs = new HashMap<>();
  private final Map<Content, String> files = new IdentityHashMap<>();

  private OwnLayer(LayeredTree base) {
    this.tree = base.copy();
  }

  /**
   * What a layer makes of a base.
   *
   * @param tree the base with the layer
   */
  record Change(LayerPart part, LayeredTree tree) {}

  static Change between(LayeredTree base, ImageTree made) {
    OwnLayer layer = new OwnLayer(base);
    for (TreeEntry entry : base.entries()) {
      layer.takeAway(entry, made);
    }
    for (TreeEntry entry : made.entries()) {
      Optional<TreeEntry> below = base.at(entry.path());
      if (below.isEmpty() || !TreeDifference.isSame(below.get(), entry)) {
        layer.put(entry);
        layer.foldersAbove(entry.path(), made);
      }
    }
    return new Change(
        new LayerPart(new ArrayList<>(layer.entries.values()), layer.inputs), layer.tree);
  }

  /** A whiteout takes all below with it, and a file in a folder's place does so without one. */
  private void takeAway(TreeEntry entry, ImageTree made) {
    String path = entry.path();
    if (made.at(path).isPresent()) {
      return;
    }
    tree.remove(path);
    int slash = path.lastIndexOf('/');
    boolean inFolder =
        slash < 0
            || made.at(path.substring(0, slash))
                .filter(above -> above.kind() == TreeEntry.Kind.DIRECTORY)
                .isPresent();
    if (inFolder) {
      entries.put(path, new LayerEntry.Whiteout(path));
      foldersAbove(path, made);
    }
  }

  private void put(TreeEntry entry) {
    String path = entry.path();
    if (entry.kind() != TreeEntry.Kind.DIRECTORY) {
      tree.remove(path);
    }
    tree.put(entry);
    if (entry.input() != null) {
      inputs.put(path, entry.input());
    }
    entries.put(path, convert(entry));
  }

  private LayerEntry convert(TreeEntry entry) {
    String path = entry.path();
    LayerEntry.Owner owner = owner(entry.owner());
    return switch (entry.kind()) {
      case DIRECTORY -> new LayerEntry.Directory(path, entry.mode(), owner);
      case SYMLINK -> new LayerEntry.Symlink(path, entry.target(), owner);
      case FILE -> {
        // Names of one file share its content, and paths come sorted: the first is the file.
        String first = files.putIfAbsent(entry.content(), path);
        yield first == null
            ? new LayerEntry.File(
                path,
                entry.mode(),
                owner,
                entry.size(),
                Objects.requireNonNull(entry.digest()),
                entry.content()::open)
            : new LayerEntry.Hardlink(path, first);
      }
    };
  }

  /** As they are: a layer that does not tell of them would make them anew, with other modes. */
  private void foldersAbove(String path, ImageTree made) {
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      TreeEntry folder = made.at(path.substring(0, slash)).orElseThrow();
      entries.putIfAbsent(folder.path(), convert(folder));
    }
  }

  private static LayerEntry.Owner owner(Owner owner) {
    return new LayerEntry.Owner(owner.user(), owner.group());
  }
}
