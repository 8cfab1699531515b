package dev.mintmark.registry.push;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.json.Fields;
import dev.mintmark.oci.manifest.OciReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a registry has to know of a manifest that anyone made: its kind, what it needs, what it
 * refers to. More lenient than {@link OciReader}, which reads what Mintmark itself makes and runs.
 *
 * @param subject null for none
 * @param artifactType what a referrers list says of it; null for nothing
 */
record PushedManifest(
    String mediaType,
    List<Part> parts,
    @Nullable Digest subject,
    @Nullable String artifactType,
    SortedMap<String, String> annotations) {
  private static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";
  private static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";
  private static final List<String> IMAGES = List.of(OciMediaTypes.MANIFEST, DOCKER_MANIFEST);
  private static final List<String> LISTS = List.of(OciMediaTypes.INDEX, DOCKER_LIST);
  private static final int MAX_PARTS = 10_000;

  PushedManifest {
    parts = List.copyOf(parts);
  }

  /** What a part has to be in the repository. */
  enum Kind {
    BLOB,
    MANIFEST,
    /** An index may list what is no manifest. */
    EITHER
  }

  /**
   * Something that the manifest points at.
   *
   * @param elsewhere whether it may be fetched from elsewhere alone, and so be absent here
   */
  record Part(Digest digest, long size, Kind kind, boolean elsewhere) {}

  /**
   * Reads a manifest.
   *
   * @param contentType as sent; null for none
   * @throws dev.mintmark.registry.serve.RegistryException 400 (REG-022)
   */
  static PushedManifest read(@Nullable String contentType, byte[] bytes) {
    try {
      Fields fields = Fields.read("the manifest", bytes, OciReader.MAX_BYTES);
      String type = mediaType(contentType, fields.textOrNull("mediaType"));
      if (fields.nonNegative("schemaVersion") != 2) {
        throw PushErrors.malformed("the manifest's schemaVersion is not 2");
      }
      return IMAGES.contains(type) ? image(type, fields) : list(type, fields);
    } catch (OciException e) {
      throw PushErrors.malformed(e.detail() + ", " + e.code());
    }
  }

  private static String mediaType(@Nullable String contentType, @Nullable String own) {
    String sent =
        contentType == null ? own : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (sent == null || !(IMAGES.contains(sent) || LISTS.contains(sent))) {
      throw PushErrors.malformed(
          "media type " + sent + " is none of a manifest; known are " + IMAGES + " and " + LISTS);
    }
    if (own != null && !own.equals(sent)) {
      throw PushErrors.malformed("it was sent as " + sent + " and says that it is " + own);
    }
    return sent;
  }

  private static PushedManifest image(String type, Fields fields) {
    refuseKeys(fields, "manifests");
    Fields config = fields.object("config");
    List<Part> parts = new ArrayList<>();
    parts.add(part(config, Kind.BLOB));
    fields.objects("layers", MAX_PARTS).forEach(layer -> parts.add(part(layer, Kind.BLOB)));
    String artifactType = fields.textOrNull("artifactType");
    return new PushedManifest(
        type,
        parts,
        subject(fields),
        artifactType == null || artifactType.isEmpty() ? config.text("mediaType") : artifactType,
        fields.map("annotations"));
  }

  private static PushedManifest list(String type, Fields fields) {
    refuseKeys(fields, "layers", "config");
    List<Part> parts =
        fields.objects("manifests", MAX_PARTS).stream()
            .map(child -> part(child, kind(child.text("mediaType"))))
            .toList();
    return new PushedManifest(
        type, parts, subject(fields), fields.textOrNull("artifactType"), fields.map("annotations"));
  }

  private static Kind kind(String mediaType) {
    return IMAGES.contains(mediaType) || LISTS.contains(mediaType) ? Kind.MANIFEST : Kind.EITHER;
  }

  private static @Nullable Digest subject(Fields fields) {
    return Optional.ofNullable(fields.objectOrNull("subject"))
        .map(subject -> subject.digest("digest"))
        .orElse(null);
  }

  private static Part part(Fields descriptor, Kind kind) {
    String type = descriptor.text("mediaType");
    boolean elsewhere =
        (type.contains(".nondistributable.") || type.contains(".rootfs.foreign."))
            && !descriptor.texts("urls").isEmpty();
    return new Part(descriptor.digest("digest"), descriptor.nonNegative("size"), kind, elsewhere);
  }

  private static void refuseKeys(Fields fields, String... foreign) {
    for (String key : foreign) {
      if (fields.node().has(key)) {
        throw fields.refuse(key, "a document of this type must not have it (CVE-2021-41190)");
      }
    }
  }
}
