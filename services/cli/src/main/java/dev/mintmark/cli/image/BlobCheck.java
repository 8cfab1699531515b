package dev.mintmark.cli.image;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.Compression;
import java.io.IOException;
import java.io.InputStream;

/** Holds a blob to its digest, and a layer's tar to its diff id. */
final class BlobCheck {
  /** Deflate makes at most 1032 bytes of one; no layer of 64 GiB is an honest one. */
  private static final Limits LAYER = new Limits(1, 64L << 30, 1100, 1, 1, 256 << 20);

  private BlobCheck() {}

  /**
   * @throws OciException (OCI-010)
   */
  static void requireDigest(Descriptor blob, Digest found) {
    if (!found.equals(blob.digest())) {
      throw new OciException(
          OciError.DIGEST,
          "cannot use blob %s: its bytes hash to %s".formatted(blob.digest(), found));
    }
  }

  /**
   * @throws OciException (OCI-010) when the tar is another than the config says
   */
  static void requireDiffId(Descriptor layer, Digest diffId, Digest found) {
    if (!found.equals(diffId)) {
      throw new OciException(
          OciError.DIGEST,
          "cannot use layer %s: unpacked it hashes to %s, the image's config says %s"
              .formatted(layer.digest(), found, diffId));
    }
  }

  /**
   * The layer's tar, uncompressed.
   *
   * @throws dev.mintmark.packages.PackageException while it is read, for what cannot be unpacked
   */
  static InputStream unpacked(Descriptor layer, StoredBlob stored) throws IOException {
    return compression(layer.mediaType())
        .open(new Subject(layer.digest().toString()), LAYER, "layer", stored.bytes());
  }

  private static Compression compression(String mediaType) {
    if (mediaType.endsWith("gzip")) {
      return Compression.GZIP;
    }
    return mediaType.endsWith("zstd") ? Compression.ZSTD : Compression.NONE;
  }
}
