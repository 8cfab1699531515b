package dev.mintmark.image.assemble;

import dev.mintmark.content.Digest;
import dev.mintmark.image.input.Workspace;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.layer.Layer;
import dev.mintmark.oci.layer.LayerWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A layer in the store.
 *
 * @param createdBy its line in the image's history
 * @param inputs by path in the layer
 */
record BuiltLayer(Layer layer, String createdBy, Map<String, FileTable.Input> inputs) {
  /** Writes layers of one build. */
  record Writer(ArtifactStore store, Workspace workspace, long epoch) {
    BuiltLayer write(PlannedLayer planned) throws IOException {
      Path blob = workspace.file(planned.name() + ".tar.gz");
      Layer layer;
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(blob), 1 << 16)) {
        layer = new LayerWriter(epoch).write(planned.part().entries(), out);
      }
      store.put(blob, layer.blob().mediaType());
      Files.delete(blob);
      return new BuiltLayer(layer, planned.createdBy(), planned.part().inputs());
    }
  }

  /** This layer's part of the file table. */
  List<FileTable.Row> rows(Platform platform) {
    Digest blob = layer.blob().digest();
    List<FileTable.Row> rows = new ArrayList<>();
    for (Layer.WrittenFile file : layer.files()) {
      FileTable.Input input = inputs.get(file.path());
      if (input == null) {
        throw new IllegalStateException("no input is known for " + file.path());
      }
      rows.add(
          new FileTable.Row(
              platform, "/" + file.path(), file.mode(), file.size(), file.digest(), blob, input));
    }
    return rows;
  }
}
