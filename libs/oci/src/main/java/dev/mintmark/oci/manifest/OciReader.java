package dev.mintmark.oci.manifest;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.json.Fields;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents from anyone. Refused: what is larger than {@link #MAX_BYTES}, ambiguous JSON (a
 * key twice, text behind the end), a document that could be read as two kinds, fields out of range.
 */
public final class OciReader {
  /** Limit for manifests, indexes and configs (distribution-spec, "Pushing Manifests"). */
  public static final int MAX_BYTES = 4 << 20;

  private static final int MAX_DESCRIPTORS = 10_000;

  private OciReader() {}

  /**
   * Reads a manifest or an index.
   *
   * @param mediaType as the registry or the descriptor says
   * @throws OciException (OCI-005 to OCI-008)
   */
  public static OciDocument read(String mediaType, byte[] bytes) {
    return switch (mediaType) {
      case OciMediaTypes.MANIFEST -> manifest(bytes);
      case OciMediaTypes.INDEX -> index(bytes);
      default ->
          throw new OciException(
              OciError.MEDIA_TYPE,
              "cannot read a manifest of type "
                  + mediaType
                  + "; known are "
                  + OciMediaTypes.MANIFEST
                  + " and "
                  + OciMediaTypes.INDEX);
    };
  }

  /**
   * Reads an image or artifact manifest.
   *
   * @throws OciException (OCI-005 to OCI-008)
   */
  public static Manifest manifest(byte[] bytes) {
    return manifest(bytes, OciMediaTypes.MANIFEST);
  }

  /** As {@link #manifest(byte[])}, of a document with another media type. */
  static Manifest manifest(byte[] bytes, String mediaType) {
    Fields fields = document("manifest", bytes, mediaType, "manifests");
    Descriptor config = descriptor(fields.object("config"));
    List<Descriptor> layers = descriptors(fields, "layers");
    Descriptor subject = fields.mapOrNull("subject", OciReader::descriptor);
    String artifactType = fields.textOrNull("artifactType");
    SortedMap<String, String> annotations = fields.map("annotations");
    return fields.checked(
        "artifactType", () -> new Manifest(artifactType, config, layers, subject, annotations));
  }

  /**
   * Reads an index.
   *
   * @throws OciException (OCI-005 to OCI-008)
   */
  public static ImageIndex index(byte[] bytes) {
    return index(bytes, OciMediaTypes.INDEX);
  }

  /** As {@link #index(byte[])}, of a document with another media type. */
  static ImageIndex index(byte[] bytes, String mediaType) {
    Fields fields = document("index", bytes, mediaType, "layers", "config");
    List<Descriptor> manifests = descriptors(fields, "manifests");
    Descriptor subject = fields.mapOrNull("subject", OciReader::descriptor);
    String artifactType = fields.textOrNull("artifactType");
    SortedMap<String, String> annotations = fields.map("annotations");
    return fields.checked(
        "artifactType", () -> new ImageIndex(artifactType, manifests, subject, annotations));
  }

  /**
   * Reads an image's config.
   *
   * @throws OciException (OCI-005, OCI-006, OCI-008)
   */
  public static ImageConfig config(byte[] bytes) {
    Fields fields = Fields.read("config", bytes, MAX_BYTES);
    Fields rootfs = fields.object("rootfs");
    if (!rootfs.text("type").equals("layers")) {
      throw rootfs.refuse("type", "it is not 'layers'");
    }
    List<Digest> diffIds =
        rootfs.texts("diff_ids").stream()
            .map(text -> rootfs.checked("diff_ids", () -> Digest.parse(text)))
            .toList();
    List<ImageConfig.History> history =
        fields.has("history")
            ? fields.objects("history", MAX_DESCRIPTORS).stream().map(OciReader::history).toList()
            : List.of();
    ImageConfig.Run run = run(fields.has("config") ? fields.object("config") : fields);
    return fields.checked(
        "rootfs", () -> new ImageConfig(created(fields), platform(fields), run, diffIds, history));
  }

  private static ImageConfig.History history(Fields fields) {
    String createdBy = fields.textOrNull("created_by");
    boolean empty = fields.has("empty_layer") && fields.node().get("empty_layer").asBoolean();
    return new ImageConfig.History(createdBy == null ? "" : createdBy, empty);
  }

  private static ImageConfig.Run run(Fields fields) {
    TreeSet<String> ports = new TreeSet<>();
    if (fields.has("ExposedPorts")) {
      fields.object("ExposedPorts").node().fieldNames().forEachRemaining(ports::add);
    }
    return fields.checked(
        "config",
        () ->
            new ImageConfig.Run(
                blankToNull(fields.textOrNull("User")),
                ports,
                fields.texts("Env"),
                fields.texts("Entrypoint"),
                fields.texts("Cmd"),
                blankToNull(fields.textOrNull("WorkingDir")),
                fields.map("Labels")));
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static long created(Fields fields) {
    String text = fields.textOrNull("created");
    try {
      Instant time = text == null ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
      return time.getEpochSecond();
    } catch (DateTimeParseException e) {
      throw new OciException(
          OciError.FIELD, "cannot accept config.created: not an RFC 3339 time: " + text, e);
    }
  }

  /** The parts that manifest and index share; the foreign keys belong to the other kind. */
  private static Fields document(
      String what, byte[] bytes, String mediaType, String... foreignKeys) {
    Fields fields = Fields.read(what, bytes, MAX_BYTES);
    if (fields.nonNegative("schemaVersion") != 2) {
      throw fields.refuse("schemaVersion", "it is not 2");
    }
    String found = fields.textOrNull("mediaType");
    if (found != null && !found.equals(mediaType)) {
      throw new OciException(
          OciError.MEDIA_TYPE,
          "cannot read " + what + ": its mediaType is " + found + ", expected " + mediaType);
    }
    for (String key : foreignKeys) {
      if (fields.node().has(key)) {
        throw fields.refuse(key, "a document of this type must not have it (CVE-2021-41190)");
      }
    }
    return fields;
  }

  private static List<Descriptor> descriptors(Fields fields, String name) {
    return fields.objects(name, MAX_DESCRIPTORS).stream().map(OciReader::descriptor).toList();
  }

  private static Descriptor descriptor(Fields fields) {
    String mediaType = fields.text("mediaType");
    Digest digest = fields.digest("digest");
    long size = fields.nonNegative("size");
    String artifactType = fields.textOrNull("artifactType");
    SortedMap<String, String> annotations = fields.map("annotations");
    Platform platform = fields.mapOrNull("platform", OciReader::platform);
    return fields.checked(
        "mediaType",
        () -> new Descriptor(mediaType, digest, size, artifactType, annotations, platform));
  }

  private static Platform platform(Fields fields) {
    String os = fields.text("os");
    String architecture = fields.text("architecture");
    String variant = blankToNull(fields.textOrNull("variant"));
    // arm64's only variant in use is its baseline, which we write without.
    String kept = architecture.equals("arm64") && "v8".equals(variant) ? null : variant;
    return fields.checked("os", () -> new Platform(os, architecture, kept));
  }
}
