package dev.mintmark.image.install;

import dev.mintmark.image.refusal.ImageRefusals;
import dev.mintmark.image.tree.LayeredTree;
import dev.mintmark.image.tree.TreeEntry;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.layer.LayerEntry;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.entry.Owner;
import dev.mintmark.packages.entry.PackageEntry;
import dev.mintmark.packages.root.MergedTree;
import dev.mintmark.packages.root.Placed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a layer of what packages add to a tree, and adds it to the tree; used once. */
final class Placing {
  /** Says of a file which input it is of. */
  @FunctionalInterface
  interface Inputs {
    FileTable.Input of(Subject by, Placed placed);
  }

  private final LayeredTree tree;
  private final Inputs inputs;
  private final List<LayerEntry> entries = new ArrayList<>();
  private final List<Placed> hardlinks = new ArrayList<>();
  private final Map<String, FileTable.Input> byPath = new HashMap<>();

  Placing(LayeredTree tree, Inputs inputs) {
    this.tree = tree;
    this.inputs = inputs;
  }

  /**
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-019
   */
  LayerPart of(MergedTree merged) {
    merged.entries().forEach(this::place);
    hardlinks.forEach(placed -> link(placed, (PackageEntry.Hardlink) placed.entry()));
    return new LayerPart(entries, byPath);
  }

  private void place(Placed placed) {
    switch (placed.entry()) {
      case PackageEntry.Directory folder -> {
        entries.add(new LayerEntry.Directory(folder.path(), folder.mode(), owner(folder.owner())));
        tree.put(TreeEntry.directory(folder.path(), folder.mode(), folder.owner()));
      }
      case PackageEntry.Symlink link -> {
        entries.add(new LayerEntry.Symlink(link.path(), link.target(), owner(link.owner())));
        tree.put(
            TreeEntry.symlink(
                link.path(), link.target(), link.owner(), inputs.of(by(placed), placed)));
      }
      case PackageEntry.File file -> file(placed, file);
      case PackageEntry.Hardlink link -> hardlinks.add(placed);
    }
  }

  private void file(Placed placed, PackageEntry.File file) {
    if (!file.attributes().isEmpty()) {
      throw ImageRefusals.attributes(
          by(placed).name(), file.path(), file.attributes().keySet().toString());
    }
    FileTable.Input input = input(placed);
    entries.add(
        new LayerEntry.File(
            file.path(),
            file.mode(),
            owner(file.owner()),
            file.size(),
            file.digest(),
            file.content()::open));
    tree.put(
        TreeEntry.file(
            file.path(),
            file.mode(),
            file.owner(),
            file.size(),
            file.digest(),
            input,
            file.content()));
  }

  /** Its file may come behind it in the order of paths. */
  private void link(Placed placed, PackageEntry.Hardlink link) {
    FileTable.Input input = input(placed);
    entries.add(new LayerEntry.Hardlink(link.path(), link.target()));
    TreeEntry named = tree.at(link.target()).orElseThrow();
    tree.put(
        TreeEntry.file(
            link.path(),
            named.mode(),
            named.owner(),
            named.size(),
            named.digest(),
            input,
            named.content()));
  }

  private FileTable.Input input(Placed placed) {
    FileTable.Input input = inputs.of(by(placed), placed);
    byPath.put(placed.entry().path(), input);
    return input;
  }

  private static Subject by(Placed placed) {
    return placed.input().orElseThrow();
  }

  private static LayerEntry.Owner owner(Owner owner) {
    return new LayerEntry.Owner(owner.user(), owner.group());
  }
}
