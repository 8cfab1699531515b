package dev.mintmark.compare;

import dev.mintmark.compare.difference.Place;
import dev.mintmark.compare.image.ImageComparison;
import dev.mintmark.compare.json.JsonComparison;
import dev.mintmark.compare.json.JsonDocument;
import dev.mintmark.compare.layer.LayerComparison;
import dev.mintmark.compare.npy.NpyComparison;
import dev.mintmark.compare.onnx.OnnxComparison;
import dev.mintmark.compare.source.Pair;
import dev.mintmark.compare.source.Walk;
import dev.mintmark.compare.text.CalibrationComparison;
import dev.mintmark.compare.text.KeyValueComparison;
import dev.mintmark.compare.text.Text;
import dev.mintmark.compare.text.TextComparison;
import dev.mintmark.compare.text.TreeComparison;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.oci.OciMediaTypes;
import java.util.Optional;
import java.util.Set;

/** What can be looked into, and from which size on it is only compared as bytes. */
enum Format {
  IMAGE(JsonDocument.MAX_BYTES, ImageComparison::compare),
  LAYER_GZIP(Long.MAX_VALUE, LayerComparison::compareGzip),
  LAYER_TAR(Long.MAX_VALUE, LayerComparison::compareTar),
  ONNX(OnnxComparison.MAX_BYTES, OnnxComparison::compare),
  NPY(NpyComparison.MAX_BYTES, NpyComparison::compare),
  JSON(JsonDocument.MAX_BYTES, JsonComparison::compare),
  CALIBRATION(Text.MAX_BYTES, CalibrationComparison::compare),
  KEY_VALUE(Text.MAX_BYTES, KeyValueComparison::compare),
  TREE(Text.MAX_BYTES, TreeComparison::compare),
  TEXT(Text.MAX_BYTES, TextComparison::compare),
  BYTES(0, (place, pair, walk) -> false);

  @FunctionalInterface
  private interface Look {
    boolean compare(Place place, Pair pair, Walk walk);
  }

  private static final Set<String> IMAGES =
      Set.of(
          OciMediaTypes.INDEX,
          OciMediaTypes.MANIFEST,
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.docker.distribution.manifest.v2+json");

  private final long maxBytes;
  private final Look look;

  Format(long maxBytes, Look look) {
    this.maxBytes = maxBytes;
    this.look = look;
  }

  /**
   * Looks into both sides.
   *
   * @return false when they still have to be compared as bytes
   */
  boolean compare(Place place, Pair pair, Walk walk) {
    return pair.fits(maxBytes) && look.compare(place, pair, walk);
  }

  /** Empty when the type does not tell. */
  static Optional<Format> of(String mediaType) {
    if (IMAGES.contains(mediaType)) {
      return Optional.of(IMAGE);
    }
    return switch (mediaType) {
      case MediaTypes.ONNX -> Optional.of(ONNX);
      case MediaTypes.NPY -> Optional.of(NPY);
      case MediaTypes.CALIBRATION_TABLE -> Optional.of(CALIBRATION);
      case MediaTypes.RELEASE_ENV -> Optional.of(KEY_VALUE);
      case MediaTypes.TREE -> Optional.of(TREE);
      default -> byPart(mediaType);
    };
  }

  private static Optional<Format> byPart(String mediaType) {
    if (mediaType.endsWith("tar+gzip") || mediaType.endsWith("tar.gzip")) {
      return Optional.of(LAYER_GZIP);
    }
    if (mediaType.endsWith("+tar") || mediaType.endsWith(".tar") || mediaType.endsWith("/x-tar")) {
      return Optional.of(LAYER_TAR);
    }
    if (mediaType.endsWith("+json") || mediaType.endsWith("/json")) {
      return Optional.of(JSON);
    }
    boolean text = mediaType.startsWith("text/") || mediaType.endsWith("yaml");
    return text ? Optional.of(TEXT) : Optional.empty();
  }
}
