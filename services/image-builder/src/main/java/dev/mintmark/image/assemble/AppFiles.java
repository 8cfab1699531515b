package dev.mintmark.image.assemble;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Tree;
import dev.mintmark.elf.ElfHeader;
import dev.mintmark.image.input.ContentMode;
import dev.mintmark.image.input.Trees;
import dev.mintmark.image.request.ImageRequest;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.layer.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The app's files under {@code /app}. A tree has no modes, so they follow from the content: scripts
 * ({@code #!}) and ELF files are 0755, all others 0644.
 */
final class AppFiles {
  static final String FOLDER = "app";

  private final ArtifactStore store;
  private final Trees trees;

  AppFiles(ArtifactStore store, Trees trees) {
    this.store = store;
    this.trees = trees;
  }

  List<ImageFileEntry> of(ImageRequest request) throws IOException {
    Tree tree = trees.read("app", request.app());
    List<ImageFileEntry> files = new ArrayList<>();
    for (Tree.Entry entry : tree.entries()) {
      files.add(file(request, entry));
    }
    return files;
  }

  private ImageFileEntry file(ImageRequest request, Tree.Entry entry) throws IOException {
    String path = FOLDER + "/" + entry.path();
    byte[] head = head(entry);
    // One app layer serves all platforms, so a native file in it would have to fit them all.
    NativeFiles.requireLoadable("/" + path, head, request.platforms());
    Artifact app = request.app();
    return new ImageFileEntry(
        new LayerEntry.File(
            path,
            ContentMode.of(head),
            entry.size(),
            entry.digest(),
            () -> store.open(entry.digest())),
        new FileTable.Input(app, entry.path(), null, null));
  }

  /** Unchecked bytes, which is enough: the layer takes them again, checked, or is not made. */
  private byte[] head(Tree.Entry entry) throws IOException {
    int length = (int) Math.min(ElfHeader.LENGTH, entry.size());
    if (length == 0) {
      return new byte[0];
    }
    try (InputStream in = store.openRange(entry.digest(), 0, length)) {
      return in.readNBytes(length);
    }
  }
}
