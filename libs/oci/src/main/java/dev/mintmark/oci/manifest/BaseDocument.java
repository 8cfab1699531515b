package dev.mintmark.oci.manifest;

import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.json.Fields;
import java.util.List;
import java.util.Map;

/**
 * A manifest or an index of a base image, in the OCI format or in Docker's older one (image
 * manifest version 2, schema 2, and its manifest lists), which differs in its media types alone.
 * What the document names keeps its digest and its size and gets the OCI media type that is the
 * same thing.
 *
 * @param mediaType the document's own
 * @param document as read; its {@code bytes()} are not those that were read
 */
public record BaseDocument(String mediaType, OciDocument document) {
  /** Docker's index. */
  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";

  /** Docker's manifest. */
  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";

  private static final Map<String, String> SAME =
      Map.of(
          DOCKER_LIST,
          OciMediaTypes.INDEX,
          DOCKER_MANIFEST,
          OciMediaTypes.MANIFEST,
          "application/vnd.docker.container.image.v1+json",
          OciMediaTypes.CONFIG,
          "application/vnd.docker.image.rootfs.diff.tar.gzip",
          OciMediaTypes.LAYER_GZIP,
          "application/vnd.docker.image.rootfs.diff.tar",
          OciMediaTypes.LAYER_TAR);

  /**
   * Reads a document of either format. Docker's older schema 1 is refused: its layers have no
   * digests of their own, and its history stands for a config.
   *
   * @throws OciException (OCI-005 to OCI-008)
   */
  public static BaseDocument read(byte[] bytes) {
    Fields fields = Fields.read("base image", bytes, OciReader.MAX_BYTES);
    if (fields.node().path("schemaVersion").asInt() == 1) {
      throw new OciException(
          OciError.MEDIA_TYPE,
          "cannot read base image: it is in Docker's schema 1, which registries gave up; pull and"
              + " push it with a tool of today");
    }
    String found = fields.textOrNull("mediaType");
    String type =
        found != null
            ? found
            : fields.node().has("manifests") ? OciMediaTypes.INDEX : OciMediaTypes.MANIFEST;
    return switch (type) {
      case OciMediaTypes.INDEX, DOCKER_LIST ->
          new BaseDocument(type, mapped(OciReader.index(bytes, type)));
      case DOCKER_MANIFEST -> new BaseDocument(type, mapped(OciReader.manifest(bytes, type)));
      default -> new BaseDocument(type, mapped(OciReader.manifest(bytes)));
    };
  }

  private static ImageIndex mapped(ImageIndex index) {
    return new ImageIndex(
        index.artifactType(), mapped(index.manifests()), index.subject(), index.annotations());
  }

  private static Manifest mapped(Manifest manifest) {
    return new Manifest(
        manifest.artifactType(),
        mapped(manifest.config()),
        mapped(manifest.layers()),
        manifest.subject(),
        manifest.annotations());
  }

  private static List<Descriptor> mapped(List<Descriptor> descriptors) {
    return descriptors.stream().map(BaseDocument::mapped).toList();
  }

  private static Descriptor mapped(Descriptor descriptor) {
    return new Descriptor(
        SAME.getOrDefault(descriptor.mediaType(), descriptor.mediaType()),
        descriptor.digest(),
        descriptor.size(),
        descriptor.artifactType(),
        descriptor.annotations(),
        descriptor.platform());
  }
}
