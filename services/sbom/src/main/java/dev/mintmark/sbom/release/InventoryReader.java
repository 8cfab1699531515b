package dev.mintmark.sbom.release;

import dev.mintmark.content.Digest;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.Layer;
import dev.mintmark.events.image.v1.PlatformImage;
import dev.mintmark.inventory.Inventory;
import dev.mintmark.inventory.found.ImageFile;
import dev.mintmark.inventory.found.ImageFiles;
import dev.mintmark.inventory.found.InventoryException;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.packages.archive.FileSlice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Looks into the images. Which files are left of the layers when they lie upon each other is what
 * the file table says; the layers give the bytes, and each is unpacked once for all platforms.
 */
final class InventoryReader {
  private static final String ADVICE =
      "repair that file where it comes from, the base image or a package, and build again";

  private final ArtifactStore store;
  private final Path workDir;

  InventoryReader(ArtifactStore store, Path workDir) {
    this.store = store;
    this.workDir = workDir;
  }

  /**
   * What is installed, by platform.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException SBM-010 to SBM-017
   */
  SortedMap<String, Inventory> read(ImageBuilt built, FileTable table) throws IOException {
    SortedMap<String, Inventory> inventories = new TreeMap<>();
    Map<Digest, LayerFile> layers = new HashMap<>();
    try (Scratch scratch = Scratch.in(workDir)) {
      try {
        for (PlatformImage image : built.getImages()) {
          inventories.put(image.getPlatform(), read(image, table, layers, scratch.folder()));
        }
      } finally {
        for (LayerFile layer : layers.values()) {
          layer.close();
        }
      }
    }
    return inventories;
  }

  private Inventory read(
      PlatformImage image, FileTable table, Map<Digest, LayerFile> layers, Path scratch)
      throws IOException {
    List<LayerFile> stack = new ArrayList<>();
    Map<Digest, Integer> heights = new HashMap<>();
    for (Layer layer : image.getLayers()) {
      Digest digest = Digest.parse(layer.getBlob().getDigest());
      LayerFile unpacked = layers.get(digest);
      if (unpacked == null) {
        unpacked = LayerFile.unpack(store, layer, scratch);
        layers.put(digest, unpacked);
      }
      heights.put(digest, stack.size());
      stack.add(unpacked);
    }
    List<ImageFile> files = new ArrayList<>();
    Set<String> declared = new HashSet<>();
    for (FileTable.Row row : table.rows()) {
      if (row.platform().toString().equals(image.getPlatform())) {
        int height = heights.getOrDefault(row.layer(), -1);
        files.add(
            new ImageFile(row.path(), row.size(), row.digest(), () -> slice(row, stack, height)));
        if (Release.isDeclared(row)) {
          declared.add(row.path());
        }
      }
    }
    try {
      return Inventory.of(new ImageFiles(files), declared::contains, scratch);
    } catch (InventoryException e) {
      throw new Refusal(
              e.error().code(), e.subject() + " of " + image.getPlatform(), e.found(), ADVICE)
          .asException();
    }
  }

  private static FileSlice slice(FileTable.Row row, List<LayerFile> stack, int from)
      throws IOException {
    return find(row.path(), stack, from)
        .orElseThrow(() ->
            SbomCode.NOT_IN_LAYER.refused(
                row.platform() + " " + row.path(), "layer " + row.layer() + " does not have it"));
  }

  /**
   * A file's bytes. Follows second names down the layers: they may be of a file of a lower one.
   *
   * @param stack layers from the base up
   * @param from height of the layer that has it
   */
  static Optional<FileSlice> find(String name, List<LayerFile> stack, int from) throws IOException {
    String path = name;
    for (int height = from; height >= 0; height--) {
      Optional<String> below = stack.get(height).target(path);
      if (below.isPresent()) {
        path = below.get();
        continue;
      }
      Optional<FileSlice> found = stack.get(height).at(path);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
