package dev.mintmark.image.assemble;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Tree;
import dev.mintmark.elf.ElfHeader;
import dev.mintmark.image.input.ContentMode;
import dev.mintmark.image.input.Fetched;
import dev.mintmark.image.input.Trees;
import dev.mintmark.image.request.ImageRequest;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.layer.LayerEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The app's files under {@code /app}. A tree has no modes, so they follow from the content: scripts
 * ({@code #!}) and ELF files are 0755, all others 0644.
 */
final class AppFiles {
  static final String FOLDER = "app";

  private final Fetched fetched;
  private final Trees trees;
  private final Layers layers;

  AppFiles(Fetched fetched, Trees trees, Layers layers) {
    this.fetched = fetched;
    this.trees = trees;
    this.layers = layers;
  }

  List<ImageFileEntry> of(ImageRequest request) throws IOException {
    Tree tree = trees.read("app", request.app());
    List<Callable<ImageFileEntry>> readers = new ArrayList<>();
    for (Tree.Entry entry : tree.entries()) {
      readers.add(() -> file(request, entry));
    }
    return layers.run(readers);
  }

  private ImageFileEntry file(ImageRequest request, Tree.Entry entry) throws IOException {
    String path = FOLDER + "/" + entry.path();
    byte[] head = fetched.head(entry.digest(), entry.size(), ElfHeader.LENGTH);
    // One app layer serves all platforms, so a native file in it would have to fit them all.
    NativeFiles.requireLoadable("/" + path, head, request.platforms());
    Artifact app = request.app();
    return new ImageFileEntry(
        new LayerEntry.File(
            path,
            ContentMode.of(head),
            entry.size(),
            entry.digest(),
            () -> fetched.open(entry.digest(), entry.size())),
        new FileTable.Input(app, entry.path(), null, null));
  }
}
