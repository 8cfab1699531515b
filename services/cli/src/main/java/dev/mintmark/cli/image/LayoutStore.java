package dev.mintmark.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.cli.layout.LayoutNames;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.OciReader;
import java.io.IOException;
import java.io.InputStream;

/**
 * The documents and blobs of an OCI image layout, held to the digests that they are asked for by.
 *
 * @param name as a person named it
 * @param index what {@code index.json} says
 */
record LayoutStore(String name, LayoutFiles files, ImageIndex index) {
  /**
   * @throws dev.mintmark.cli.failure.CommandException CLI-131 when it is no layout
   */
  static LayoutStore open(String name, LayoutFiles files) throws IOException {
    byte[] layout = small(name, files, LayoutNames.LAYOUT);
    if (!new String(layout, UTF_8).contains("\"1.0.0\"")) {
      throw ImageRefusals.form(name, LayoutNames.LAYOUT, "it is not version 1.0.0's");
    }
    return new LayoutStore(name, files, OciReader.index(small(name, files, LayoutNames.INDEX)));
  }

  /**
   * @throws OciException (OCI-011, OCI-012)
   */
  StoredBlob blob(Descriptor blob) throws IOException {
    LayoutFiles.Place place = place(blob.digest());
    if (place.size() != blob.size()) {
      throw new OciException(
          OciError.SIZE,
          "cannot use blob %s: it has %d bytes instead of %d"
              .formatted(blob.digest(), place.size(), blob.size()));
    }
    return place.open();
  }

  FetchedManifest manifest(Descriptor descriptor) throws IOException {
    blob(descriptor).close();
    return fetched(
        descriptor.artifact(), small(name, files, LayoutNames.blob(descriptor.digest())));
  }

  FetchedManifest manifest(Digest digest) throws IOException {
    LayoutFiles.Place place = place(digest);
    byte[] bytes = small(name, files, LayoutNames.blob(digest));
    return fetched(new Artifact(digest, type(digest, bytes), place.size()), bytes);
  }

  private LayoutFiles.Place place(Digest digest) throws IOException {
    return files
        .find(LayoutNames.blob(digest))
        .orElseThrow(
            () -> new OciException(OciError.NOT_FOUND, "%s has no %s".formatted(name, digest)));
  }

  /** The kind that the index says, else the one that the document has the form of. */
  private String type(Digest digest, byte[] bytes) {
    return index.manifests().stream()
        .filter(entry -> entry.digest().equals(digest))
        .map(Descriptor::mediaType)
        .findFirst()
        .orElseGet(() -> {
          try {
            return OciReader.manifest(bytes).mediaType();
          } catch (OciException e) {
            return OciMediaTypes.INDEX;
          }
        });
  }

  private static FetchedManifest fetched(Artifact wanted, byte[] bytes) {
    if (!Digest.of(bytes).equals(wanted.digest())) {
      throw new OciException(
          OciError.DIGEST,
          "cannot use manifest %s: its bytes hash to %s"
              .formatted(wanted.digest(), Digest.of(bytes)));
    }
    return new FetchedManifest(wanted, bytes, OciReader.read(wanted.mediaType(), bytes));
  }

  private static byte[] small(String name, LayoutFiles files, String part) throws IOException {
    LayoutFiles.Place place =
        files.find(part).orElseThrow(() -> ImageRefusals.form(name, part, "it is not there"));
    if (place.size() > OciReader.MAX_BYTES) {
      throw ImageRefusals.form(name, part, "it has more than " + OciReader.MAX_BYTES + " bytes");
    }
    try (StoredBlob blob = place.open();
        InputStream in = blob.bytes().open()) {
      return in.readAllBytes();
    }
  }
}
