package dev.mintmark.image.base;

import dev.mintmark.content.Digest;
import dev.mintmark.image.input.Workspace;
import dev.mintmark.image.refusal.ImageRefusals;
import dev.mintmark.image.tree.LayeredTree;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.Compression;
import dev.mintmark.packages.archive.FileSlice;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Lays a base's layers upon each other; each is on disk uncompressed, once, never in memory. */
public final class BaseTree {
  private static final int BUFFER = 1 << 16;
  private static final String NO_LICENSE = "NOASSERTION";

  private final ArtifactStore store;
  private final Workspace workspace;

  public BaseTree(ArtifactStore store, Workspace workspace) {
    this.store = store;
    this.workspace = workspace;
  }

  /**
   * Reads every layer whole.
   *
   * @param purl package URL of what the base's files come from
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-014 for a layer that is not what the
   *     config says, and as the store's reading does
   * @throws dev.mintmark.packages.PackageException for a layer that is malformed
   */
  public LayeredTree of(BaseImage image, Platform platform, String purl) throws IOException {
    LayeredTree tree = new LayeredTree(platform);
    int number = 0;
    for (BaseLayer layer : image.layers()) {
      String name = "base-" + platform.toString().replace('/', '-') + "-" + number;
      number++;
      Path tar = uncompressed(layer, name);
      layOver(tree, origin(layer, purl), tar);
    }
    return tree;
  }

  private static LayerOrigin origin(BaseLayer layer, String purl) {
    return new LayerOrigin(
        new Subject("base layer " + layer.blob().digest()),
        path -> new FileTable.Input(layer.blob(), path, purl, NO_LICENSE),
        entry -> {});
  }

  /**
   * Lays one layer upon a tree.
   *
   * @param tar uncompressed; contents are read from it later
   * @throws dev.mintmark.packages.PackageException for a layer that is malformed
   */
  public static void layOver(LayeredTree tree, LayerOrigin origin, Path tar) throws IOException {
    LayerContents.read(origin, tar).layOver(tree);
  }

  private Path uncompressed(BaseLayer layer, String name) throws IOException {
    Path blob = workspace.file(name + ".blob");
    store.copyTo(layer.blob().digest(), blob);
    if (Files.size(blob) != layer.blob().size()) {
      throw ImageRefusals.notStored(
          "base layer", layer.blob(), "it has " + Files.size(blob) + " bytes");
    }
    Path tar = workspace.file(name + ".tar");
    Digest found = decompress(layer, blob, tar);
    Files.delete(blob);
    if (!found.equals(layer.diffId())) {
      throw ImageRefusals.baseLayer(
          layer.blob().digest(),
          "uncompressed it is " + found + ", the base's config says " + layer.diffId());
    }
    return tar;
  }

  private static Digest decompress(BaseLayer layer, Path blob, Path tar) throws IOException {
    MessageDigest digest = Digest.sha256();
    Compression compression = layer.compression();
    try (FileChannel channel = FileChannel.open(blob);
        InputStream in =
            compression.open(
                new Subject("base layer " + layer.blob().digest()),
                Limits.DEFAULT,
                "layer",
                FileSlice.of(channel));
        OutputStream out = Files.newOutputStream(tar)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        out.write(buffer, 0, n);
      }
    }
    return Digest.finish(digest);
  }
}
