package dev.mintmark.image.assemble;

import dev.mintmark.content.Digest;
import dev.mintmark.image.cache.BuildCache;
import dev.mintmark.image.cache.KnownImages;
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
import java.util.Optional;

/**
 * A layer in the store.
 *
 * @param createdBy its line in the image's history
 * @param inputs by path in the layer
 */
record BuiltLayer(Layer layer, String createdBy, Map<String, FileTable.Input> inputs) {
  /** One that an earlier build wrote, whose files are in that build's table. */
  static BuiltLayer of(KnownImages.Written known) {
    return new BuiltLayer(known.layer(), known.createdBy(), Map.of());
  }

  KnownImages.Written written() {
    return new KnownImages.Written(createdBy, layer);
  }

  /** Writes layers of one build, but for those that an earlier one wrote. */
  record Writer(ArtifactStore store, Workspace workspace, long epoch, BuildCache cache) {
    BuiltLayer write(PlannedLayer planned) throws IOException {
      Optional<Layer> known = cache.layer(planned.part());
      Layer layer = known.isPresent() ? known.get() : anew(planned);
      return new BuiltLayer(layer, planned.createdBy(), planned.part().inputs());
    }

    private Layer anew(PlannedLayer planned) throws IOException {
      Path blob = workspace.file(planned.name() + ".tar.gz");
      Layer layer;
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(blob), 1 << 16)) {
        layer = new LayerWriter(epoch).write(planned.part().entries(), out);
      }
      store.put(blob, layer.blob().digest(), layer.blob().mediaType());
      Files.delete(blob);
      cache.keep(planned.part(), layer);
      return layer;
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
