package dev.mintmark.ingest.inputs;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.Image;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.ingest.request.Codes;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.manifest.BaseDocument;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A base image is whole: from its digest down, everything that the built platforms need is listed
 * in the request, which the store has.
 */
final class BaseParts {
  private final ArtifactStore store;
  private final Map<String, ArtifactReference> listed = new HashMap<>();

  private BaseParts(ArtifactStore store, List<ArtifactReference> parts) {
    this.store = store;
    parts.forEach(part -> listed.put(part.getDigest(), part));
  }

  static void check(ArtifactStore store, Image image) {
    if (image.getDockerfile() != null) {
      image
          .getDockerfile()
          .getImages()
          .forEach(each ->
              new BaseParts(store, image.getBaseArtifacts())
                  .check(Digest.parse(each.getDigest()), image.getPlatforms()));
    } else if (Digest.isDigest(image.getBase())) {
      new BaseParts(store, image.getBaseArtifacts())
          .check(Digest.parse(image.getBase()), image.getPlatforms());
    }
  }

  private void check(Digest base, List<String> platforms) {
    try {
      byte[] top = store.read(base, OciReader.MAX_BYTES);
      if (!(BaseDocument.read(top).document() instanceof ImageIndex index)) {
        checkManifest(base, top);
        return;
      }
      for (String platform : platforms) {
        Descriptor manifest = index.manifestFor(Platform.parse(platform));
        require(manifest, "the manifest for " + platform);
        checkManifest(base, store.read(manifest.digest(), OciReader.MAX_BYTES));
      }
    } catch (OciException e) {
      throw refused(
          "base image " + base,
          e.detail() + " (" + e.code() + ")",
          "use an image that has each of the platforms");
    }
  }

  private void checkManifest(Digest base, byte[] bytes) {
    if (!(BaseDocument.read(bytes).document() instanceof Manifest manifest)) {
      throw refused(
          "base image " + base, "it is an index within an index", "pin the digest of an image");
    }
    require(manifest.config(), "the config");
    manifest.layers().forEach(layer -> require(layer, "a layer"));
  }

  private void require(Descriptor part, String role) {
    ArtifactReference reference = listed.get(part.digest().toString());
    if (reference == null || reference.getSize() != part.size()) {
      throw refused(
          role + " of the base image, " + part.digest(),
          reference == null
              ? "the request does not list it"
              : "the base says " + part.size() + " bytes, the request " + reference.getSize(),
          "list every part that the platforms need: `mintmark build` does it");
    }
  }

  private static RuntimeException refused(String subject, String found, String advice) {
    return new Refusal(Codes.BASE_PARTS, subject, found, advice).asException();
  }
}
