package dev.mintmark.vendor.base;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
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
      byte[] top = source.document(base);
      if (isIndex(top)) {
        parts.put(base, Artifact.of(top, OciMediaTypes.INDEX));
        ImageIndex index = OciReader.index(top);
        for (String platform : new TreeSet<>(platforms)) {
          Descriptor descriptor = index.manifestFor(Platform.parse(platform));
          requireManifest(base, descriptor);
          manifest(source, source.document(descriptor.digest()), parts);
        }
      } else {
        requireOnePlatform(base, platforms);
        manifest(source, top, parts);
      }
    } catch (OciException e) {
      throw new VendorException(
          VendorCode.BASE,
          "the base image " + base,
          e.detail() + " (" + e.code() + ")",
          "choose a base that is an OCI image for each of " + platforms,
          e);
    }
    return List.copyOf(parts.values());
  }

  private static void manifest(Source source, byte[] bytes, Map<Digest, Artifact> parts)
      throws IOException {
    Manifest manifest = OciReader.manifest(bytes);
    Artifact artifact = Artifact.of(bytes, OciMediaTypes.MANIFEST);
    parts.put(artifact.digest(), artifact);
    if (!manifest.config().mediaType().equals(OciMediaTypes.CONFIG)) {
      throw new VendorException(
          VendorCode.BASE,
          "the base image's manifest " + artifact.digest(),
          "its config is a " + manifest.config().mediaType() + ": it is no image",
          "choose the digest of an image");
    }
    for (Descriptor blob : manifest.children()) {
      source.blob(blob);
      parts.put(blob.digest(), blob.artifact());
    }
  }

  private static void requireManifest(Digest base, Descriptor descriptor) {
    if (!descriptor.mediaType().equals(OciMediaTypes.MANIFEST)) {
      throw new VendorException(
          VendorCode.BASE,
          "the base image " + base,
          "its entry for " + descriptor.platform() + " is a " + descriptor.mediaType(),
          "choose a base in the OCI format");
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

  private static boolean isIndex(byte[] bytes) {
    try {
      OciReader.index(bytes);
      return true;
    } catch (OciException e) {
      return false;
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
