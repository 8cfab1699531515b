package dev.mintmark.image.dockerfile;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.image.base.BaseImage;
import dev.mintmark.image.base.BaseTree;
import dev.mintmark.image.base.LayerOrigin;
import dev.mintmark.image.refusal.DockerfileRefusals;
import dev.mintmark.image.tree.LayeredTree;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.TarEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The image that a builder left in a folder: {@code manifest.json}, and blobs by their hex digest.
 * Hostile input: somebody else's program wrote it.
 *
 * @param run how its config says that it is run
 * @param layers above the base's, uncompressed, lowest first
 */
record ToolResult(Platform platform, ImageConfig.Run run, List<Path> layers) {
  ToolResult {
    layers = List.copyOf(layers);
  }

  /**
   * Reads documents, and hashes the layers above the base's.
   *
   * @param base that its last stage stands on; null for scratch
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-070, IMG-071
   */
  static ToolResult read(Path folder, Platform platform, @Nullable BaseImage base)
      throws IOException {
    Manifest manifest;
    ImageConfig config;
    try {
      manifest = OciReader.manifest(document(platform, folder.resolve("manifest.json")));
      Path file = blob(platform, folder, manifest.config());
      config = OciReader.config(document(platform, file));
    } catch (OciException e) {
      throw DockerfileRefusals.result(platform, e.detail());
    }
    if (!config.platform().equals(platform)) {
      throw DockerfileRefusals.result(platform, "its config says " + config.platform());
    }
    if (config.diffIds().size() != manifest.layers().size()) {
      throw DockerfileRefusals.result(
          platform, "its config and its manifest have not as many layers");
    }
    int below = base == null ? 0 : base.layers().size();
    requireBase(platform, config, base);
    List<Path> layers = new ArrayList<>();
    for (Descriptor layer : manifest.layers().subList(below, manifest.layers().size())) {
      if (!layer.mediaType().equals(OciMediaTypes.LAYER_TAR)
          || !layer.digest().equals(config.diffIds().get(below + layers.size()))) {
        throw DockerfileRefusals.result(
            platform, "layer " + layer.digest() + " is not the plain tar that its config names");
      }
      layers.add(blob(platform, folder, layer));
    }
    return new ToolResult(platform, config.run(), layers);
  }

  private static void requireBase(Platform platform, ImageConfig config, @Nullable BaseImage base) {
    if (base == null) {
      return;
    }
    List<Digest> wanted = base.layers().stream().map(layer -> layer.diffId()).toList();
    if (config.diffIds().size() < wanted.size()
        || !config.diffIds().subList(0, wanted.size()).equals(wanted)) {
      throw DockerfileRefusals.otherBase(
          platform, "its lowest layers are not those of " + base.base());
    }
  }

  private static byte[] document(Platform platform, Path file) throws IOException {
    requirePlain(platform, file);
    if (Files.size(file) > OciReader.MAX_BYTES) {
      throw DockerfileRefusals.result(platform, "a document of it has over 4 MiB");
    }
    return Files.readAllBytes(file);
  }

  private static Path blob(Platform platform, Path folder, Descriptor blob) throws IOException {
    Path file = folder.resolve(blob.digest().hex());
    requirePlain(platform, file);
    if (Files.size(file) != blob.size() || !Digest.of(file).equals(blob.digest())) {
      throw DockerfileRefusals.result(platform, "blob " + blob.digest() + " is another one");
    }
    return file;
  }

  /** The builder's files may be links to anywhere. */
  private static void requirePlain(Platform platform, Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw DockerfileRefusals.result(
          platform, "the builder ended well and left no " + file.getFileName());
    }
  }

  /**
   * The tree that it makes of its base's.
   *
   * @param dockerfile what its files come from
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-074
   * @throws dev.mintmark.packages.PackageException for a layer that is malformed
   */
  LayeredTree over(LayeredTree base, Artifact dockerfile) throws IOException {
    LayeredTree tree = base.copy();
    FileTable.Input input = new FileTable.Input(dockerfile, null, null, null);
    LayerOrigin origin =
        new LayerOrigin(
            new Subject("what the Dockerfile makes for " + platform), path -> input, this::check);
    for (Path layer : layers) {
      BaseTree.layOver(tree, origin, layer);
    }
    return tree;
  }

  private void check(TarEntry entry) {
    if (!entry.attributes().isEmpty()) {
      throw DockerfileRefusals.attributes(
          platform, entry.name(), String.join(", ", entry.attributes().keySet()));
    }
  }
}
