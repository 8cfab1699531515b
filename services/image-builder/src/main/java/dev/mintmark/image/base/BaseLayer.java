package dev.mintmark.image.base;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.image.refusal.ImageRefusals;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.packages.archive.Compression;

/**
 * A layer of a base, as its manifest and its config have it.
 *
 * @param diffId of the uncompressed tar, as the config says
 */
public record BaseLayer(Artifact blob, Digest diffId) {
  public BaseLayer {
    compression(blob);
  }

  /**
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-013
   */
  Compression compression() {
    return compression(blob);
  }

  private static Compression compression(Artifact blob) {
    String type = blob.mediaType();
    return switch (type) {
      case OciMediaTypes.LAYER_GZIP -> Compression.GZIP;
      case OciMediaTypes.LAYER_TAR -> Compression.NONE;
      default -> throw ImageRefusals.baseLayer(blob.digest(), found(type));
    };
  }

  private static String found(String type) {
    if (type.contains("zstd")) {
      return "it is compressed with zstd (" + type + "), which not every engine reads";
    }
    return type.contains("nondistributable") || type.contains("foreign")
        ? "it is a foreign layer (" + type + "), which lies elsewhere and may not be passed on"
        : "its type " + type + " is not one of an image's layer";
  }
}
