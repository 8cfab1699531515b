package dev.mintmark.vendor.base;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.manifest.BaseDocument;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Walks a base image from its digest down, as far as the built platforms need it. */
public final class BaseImage {
  private BaseImage() {}

  /** How documents and blobs are come by. */
  interface Source {
    /** The bytes of a manifest or an index, checked against the digest. */
    byte[] document(Digest digest) throws IOException;

    /** Is told of a config or a layer. */
    void blob(Descriptor blob) throws IOException;
  }

  /**
   * All parts of a vendored base, sorted by digest: index, manifests, configs, layers.
   *
   * @throws VendorException (VND-041) when a part is not in the store, (VND-030)
   */
  public static List<Artifact> parts(VendorStore store, Digest base, List<String> platforms)
      throws IOException {
    return walk(new Stored(store), base, platforms);
  }

  static List<Artifact> walk(Source source, Digest base, List<String> platforms)
      throws IOException {
    Map<Digest, Artifact> parts = new TreeMap<>();
    try {
      byte[] bytes = source.document(base);
      BaseDocument top = BaseDocument.read(bytes);
      if (top.document() instanceof ImageIndex index) {
        parts.put(base, Artifact.of(bytes, top.mediaType()));
        for (String platform : new TreeSet<>(platforms)) {
          Descriptor descriptor = index.manifestFor(Platform.parse(platform));
          requireManifest(base, descriptor);
          manifest(source, source.document(descriptor.digest()), parts);
        }
      } else {
        requireOnePlatform(base, platforms);
        manifest(source, bytes, parts);
      }
    } catch (OciException e) {
      throw new VendorException(
          VendorCode.BASE,
          "the base image " + base,
          e.detail() + " (" + e.code() + ")",
          "choose a base that has an image for each of " + platforms,
          e);
    }
    return List.copyOf(parts.values());
  }

  private static void manifest(Source source, byte[] bytes, Map<Digest, Artifact> parts)
      throws IOException {
    BaseDocument read = BaseDocument.read(bytes);
    Artifact artifact = Artifact.of(bytes, read.mediaType());
    parts.put(artifact.digest(), artifact);
    if (!(read.document() instanceof Manifest manifest)) {
      throw new VendorException(
          VendorCode.BASE,
          "the base image's manifest " + artifact.digest(),
          "it is an index within an index",
          "choose the digest of an image");
    }
    if (!manifest.config().mediaType().equals(OciMediaTypes.CONFIG)) {
      throw new VendorException(
          VendorCode.BASE,
          "the base image's manifest " + artifact.digest(),
          "its config is a " + manifest.config().mediaType() + ": it is no image",
          "choose the digest of an image");
    }
    manifest.layers().forEach(layer -> requireLayer(artifact.digest(), layer));
    for (Descriptor blob : manifest.children()) {
      source.blob(blob);
      parts.put(blob.digest(), blob.artifact());
    }
  }

  private static void requireLayer(Digest manifest, Descriptor layer) {
    String type = layer.mediaType();
    if (!type.equals(OciMediaTypes.LAYER_GZIP) && !type.equals(OciMediaTypes.LAYER_TAR)) {
      boolean foreign = type.contains("foreign") || type.contains("nondistributable");
      throw new VendorException(
          VendorCode.BASE,
          "the base image's manifest " + manifest,
          "its layer "
              + layer.digest()
              + " is a "
              + type
              + (foreign ? ": a foreign one, which lies elsewhere and may not be passed on" : ""),
          "choose a base with layers of gzip or plain tar");
    }
  }

  private static void requireManifest(Digest base, Descriptor descriptor) {
    if (!descriptor.mediaType().equals(OciMediaTypes.MANIFEST)) {
      throw new VendorException(
          VendorCode.BASE,
          "the base image " + base,
          "its entry for " + descriptor.platform() + " is a " + descriptor.mediaType(),
          "choose a base whose index names images");
    }
  }

  private static void requireOnePlatform(Digest base, List<String> platforms) {
    if (platforms.size() != 1) {
      throw new VendorException(
          VendorCode.BASE,
          "the base image " + base,
          "it is the manifest of one platform, the release is for " + platforms,
          "pin the digest of the image's index");
    }
  }

  /** What was vendored. */
  private record Stored(VendorStore store) implements Source {
    @Override
    public byte[] document(Digest digest) throws IOException {
      require(digest);
      Path file = store.path(digest);
      if (Files.size(file) > OciReader.MAX_BYTES) {
        throw new VendorException(
            VendorCode.BASE,
            "the base image's document " + digest,
            "it has " + Files.size(file) + " bytes, the limit is " + OciReader.MAX_BYTES,
            "choose another base");
      }
      return Files.readAllBytes(file);
    }

    @Override
    public void blob(Descriptor blob) throws IOException {
      require(blob.digest());
      if (Files.size(store.path(blob.digest())) != blob.size()) {
        throw new VendorException(
            VendorCode.BASE,
            "the base image's blob " + blob.digest(),
            "its manifest says " + blob.size() + " bytes, it has another size",
            "choose another base");
      }
    }

    private void require(Digest digest) throws IOException {
      if (!store.has(digest)) {
        throw new VendorException(
            VendorCode.MISSING,
            "the base image's part " + digest,
            "it is not in the vendor folder",
            "fetch it: mintmark vendor -f <release file>");
      }
    }
  }
}
