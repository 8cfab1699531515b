package dev.mintmark.image.assemble;

import dev.mintmark.image.install.LayerPart;
import dev.mintmark.image.refusal.ImageRefusals;
import dev.mintmark.image.tree.LayeredTree;
import dev.mintmark.image.tree.TreeEntry;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.layer.LayerEntry;
import dev.mintmark.packages.entry.Owner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts single files over base and packages. They change nothing that is there: neither a file nor a
 * folder's mode, and a path that goes through a link is refused, because a layer would put a folder
 * in the link's place.
 */
final class FilePlaces {
  private static final int PLAIN_FOLDER = 0755;

  private final LayeredTree tree;

  FilePlaces(LayeredTree tree) {
    this.tree = tree;
  }

  /**
   * Files of this platform's own layer.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-002, IMG-018
   */
  LayerPart own(List<ImageFileEntry> files) {
    Map<String, LayerEntry> folders = new HashMap<>();
    Map<String, FileTable.Input> inputs = new HashMap<>();
    List<LayerEntry> entries = new ArrayList<>();
    for (ImageFileEntry file : files) {
      for (TreeEntry folder : place(file)) {
        Owner owner = folder.owner();
        folders.put(
            folder.path(),
            new LayerEntry.Directory(
                folder.path(), folder.mode(), new LayerEntry.Owner(owner.user(), owner.group())));
      }
      entries.add(file.file());
      inputs.put(file.file().path(), file.input());
    }
    entries.addAll(folders.values());
    return new LayerPart(entries, inputs);
  }

  /**
   * Files of the layer that all platforms share: it knows plain folders only.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-002, IMG-018
   */
  void shared(List<ImageFileEntry> files) {
    for (ImageFileEntry file : files) {
      for (TreeEntry folder : place(file)) {
        if (folder.mode() != PLAIN_FOLDER || !folder.owner().equals(Owner.ROOT)) {
          throw ImageRefusals.inTheWay(
              "/" + file.file().path(),
              "the image has /"
                  + folder.path()
                  + " already, with mode "
                  + Integer.toOctalString(folder.mode())
                  + " and owner "
                  + folder.owner()
                  + " instead of 755 and 0:0");
        }
      }
    }
  }

  /** Adds the file to the tree; gives the folders above it that were there. */
  private List<TreeEntry> place(ImageFileEntry file) {
    String path = file.file().path();
    List<TreeEntry> folders = new ArrayList<>();
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      tree.at(path.substring(0, slash)).ifPresent(there -> folders.add(folder(file, there)));
    }
    Optional<TreeEntry> there = tree.at(path);
    if (there.isPresent()) {
      throw taken(file, there.get());
    }
    LayerEntry.File entry = file.file();
    tree.put(
        TreeEntry.file(
            path,
            entry.mode(),
            Owner.ROOT,
            entry.size(),
            entry.digest(),
            file.input(),
            entry.content()::open));
    return folders;
  }

  private static TreeEntry folder(ImageFileEntry file, TreeEntry there) {
    return switch (there.kind()) {
      case DIRECTORY -> there;
      case FILE -> throw taken(file, there);
      case SYMLINK ->
          throw ImageRefusals.inTheWay(
              "/" + file.file().path(),
              "/" + there.path() + " is a link to " + there.target() + ", of " + there.from());
    };
  }

  private static RuntimeException taken(ImageFileEntry file, TreeEntry there) {
    return ImageRefusals.taken("/" + there.path(), there.from(), file.claimant());
  }
}
