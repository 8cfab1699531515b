package dev.mintmark.cli.image;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image's documents, read and held to their digests.
 *
 * @param top the index, or the one manifest
 * @param images in the index's order; one where the top is a manifest
 */
record ImageParts(FetchedManifest top, List<PlatformImage> images) {
  ImageParts {
    images = List.copyOf(images);
  }

  /**
   * One manifest, with its config where it is an image.
   *
   * @param config empty for anything else, such as an attestation that stands in the index
   */
  record PlatformImage(FetchedManifest fetched, Manifest manifest, Optional<ImageConfig> config) {
    /** What it runs on; empty for what does not run. */
    Optional<Platform> platform() {
      return config.map(ImageConfig::platform);
    }

    /** For people. */
    String words() {
      return platform()
          .map(p -> "image " + p)
          .orElseGet(() -> "artifact " + manifest.referrerType().orElse("of no type"));
    }

    /** The uncompressed layer's digest; empty for what is no image. */
    Optional<Digest> diffId(int layer) {
      return config.map(c -> c.diffIds().get(layer));
    }
  }

  /**
   * Reads index, manifests and configs.
   *
   * @throws OciException for a document that is missing or differs from what names it
   */
  static ImageParts read(ImageSource source) throws IOException {
    FetchedManifest top = source.top();
    List<PlatformImage> images = new ArrayList<>();
    if (top.document() instanceof ImageIndex index) {
      for (Descriptor child : index.manifests()) {
        images.add(image(source, source.manifest(child), child.platform()));
      }
    } else {
      images.add(image(source, top, null));
    }
    return new ImageParts(top, images);
  }

  private static PlatformImage image(
      ImageSource source, FetchedManifest fetched, @Nullable Platform announced)
      throws IOException {
    if (!(fetched.document() instanceof Manifest manifest)) {
      throw new OciException(
          OciError.MEDIA_TYPE,
          "cannot use %s: an index inside of an index is no image of a platform"
              .formatted(fetched.artifact().digest()));
    }
    if (!manifest.config().mediaType().equals(OciMediaTypes.CONFIG)
        || (announced != null && announced.os().equals("unknown"))) {
      return new PlatformImage(fetched, manifest, Optional.empty());
    }
    ImageConfig config = OciReader.config(source.blob(manifest.config(), OciReader.MAX_BYTES));
    requireFits(fetched, manifest, config, announced);
    return new PlatformImage(fetched, manifest, Optional.of(config));
  }

  private static void requireFits(
      FetchedManifest fetched,
      Manifest manifest,
      ImageConfig config,
      @Nullable Platform announced) {
    if (config.diffIds().size() != manifest.layers().size()) {
      throw new OciException(
          OciError.FIELD,
          "cannot use image %s: its config tells of %d layers, the manifest has %d"
              .formatted(
                  fetched.artifact().digest(), config.diffIds().size(), manifest.layers().size()));
    }
    if (announced != null
        && !(announced.os().equals(config.platform().os())
            && announced.architecture().equals(config.platform().architecture()))) {
      throw new OciException(
          OciError.PLATFORM,
          "cannot use image %s: the index says %s, its config %s"
              .formatted(fetched.artifact().digest(), announced, config.platform()));
    }
  }

  /**
   * The image of a platform.
   *
   * @param wanted empty for the only one there is
   * @throws dev.mintmark.cli.failure.CommandException CLI-133 when it is not there, or not alone
   */
  PlatformImage of(String name, Optional<Platform> wanted) {
    List<PlatformImage> found =
        images.stream()
            .filter(image -> image.config().isPresent())
            .filter(image -> wanted.isEmpty() || wanted.equals(image.platform()))
            .toList();
    if (found.size() != 1) {
      throw ImageRefusals.part(
          name,
          wanted.map(p -> "platform " + p).orElse("one platform"),
          "the platforms " + platforms(),
          "--platform");
    }
    return found.getFirst();
  }

  List<Platform> platforms() {
    return images.stream().flatMap(image -> image.platform().stream()).sorted().toList();
  }
}
