package dev.mintmark.verify.cosign;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.json.CanonicalJson;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An OCI manifest that carries signatures or statements, with the bytes of all that it names. The
 * same parts are the same bytes: no clock, fields and annotations in one order.
 *
 * @param bytes the manifest, JSON
 * @param config the config blob
 * @param layers the layer blobs, in the manifest's order
 * @param subject digest of the manifest that it refers to
 * @param tag the tag by which cosign 2 finds it
 */
public record ArtifactManifest(
    Blob bytes, Blob config, List<Blob> layers, Optional<Digest> subject, Optional<String> tag) {
  public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  public static final String EMPTY = "application/vnd.oci.empty.v1+json";
  public static final String CREATED = "org.opencontainers.image.created";
  public static final String TITLE = "org.opencontainers.image.title";

  /** Annotation of a layer: cosign 2's signature over it. */
  public static final String SIGNATURE = "dev.cosignproject.cosign/signature";

  public ArtifactManifest {
    layers = List.copyOf(layers);
  }

  /**
   * Bytes and what they are.
   *
   * @param annotations of the descriptor that names them
   */
  public record Blob(byte[] content, Artifact artifact, SortedMap<String, String> annotations) {
    public Blob {
      content = content.clone();
      annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    public static Blob of(byte[] content, String mediaType) {
      return new Blob(content, Artifact.of(content, mediaType), new TreeMap<>());
    }

    /** Bytes with annotations of their descriptor. */
    public static Blob annotated(
        byte[] content, String mediaType, Map<String, String> annotations) {
      return new Blob(content, Artifact.of(content, mediaType), new TreeMap<>(annotations));
    }

    /** A file: pulled by name by {@code oras pull}. */
    public static Blob file(byte[] content, String mediaType, String title) {
      return of(content, mediaType).with(TITLE, title);
    }

    Blob with(String key, String value) {
      TreeMap<String, String> more = new TreeMap<>(annotations);
      more.put(key, value);
      return new Blob(content, artifact, more);
    }

    @Override
    public byte[] content() {
      return content.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Blob that
          && artifact.equals(that.artifact)
          && annotations.equals(that.annotations);
    }

    @Override
    public int hashCode() {
      return artifact.hashCode();
    }

    private ObjectNode descriptor() {
      ObjectNode json = ArtifactManifest.descriptor(artifact);
      if (!annotations.isEmpty()) {
        annotations.forEach(json.putObject("annotations")::put);
      }
      return json;
    }
  }

  /**
   * An artifact that refers to another manifest (OCI image-spec 1.1, "Guidelines for Artifact
   * Usage").
   *
   * @param created a time that does not depend on when this runs
   */
  public static ArtifactManifest referrer(
      String artifactType,
      List<Blob> layers,
      Artifact subject,
      Map<String, String> annotations,
      Instant created) {
    Blob config = Blob.of("{}".getBytes(UTF_8), EMPTY);
    ObjectNode json = head();
    json.put("artifactType", artifactType);
    json.set("config", descriptor(config.artifact()));
    layers(json, layers);
    json.set("subject", descriptor(subject));
    SortedMap<String, String> sorted = new TreeMap<>(annotations);
    sorted.put(CREATED, created.toString());
    sorted.forEach(json.putObject("annotations")::put);
    return new ArtifactManifest(
        manifest(json), config, layers, Optional.of(subject.digest()), Optional.empty());
  }

  /**
   * What cosign 2 finds under the tag {@code sha256-<hex>.sig}: an image whose one layer is a
   * simple signing payload, with the signature as an annotation of the layer.
   */
  public static ArtifactManifest signatureTag(
      Blob payload, String base64Signature, Digest subject) {
    Blob config = signatureConfig(List.of(payload));
    ObjectNode json = head();
    json.set("config", descriptor(config.artifact()));
    layers(json, List.of(payload.with(SIGNATURE, base64Signature)));
    return new ArtifactManifest(
        manifest(json),
        config,
        List.of(payload),
        Optional.empty(),
        Optional.of("sha256-" + subject.hex() + ".sig"));
  }

  /**
   * What cosign 2 finds under the tag {@code sha256-<hex>.att}: an image whose layers are
   * envelopes, which carry their signatures themselves.
   */
  public static ArtifactManifest attestationTag(List<Blob> envelopes, Digest subject) {
    Blob config = signatureConfig(envelopes);
    ObjectNode json = head();
    json.set("config", descriptor(config.artifact()));
    layers(json, envelopes);
    return new ArtifactManifest(
        manifest(json),
        config,
        envelopes,
        Optional.empty(),
        Optional.of("sha256-" + subject.hex() + ".att"));
  }

  /** cosign's own config, with its year 1: podman wants an image config here. */
  private static Blob signatureConfig(List<Blob> layers) {
    String created = "0001-01-01T00:00:00Z";
    ObjectNode json = CanonicalJson.object();
    json.put("architecture", "").put("created", created);
    json.putArray("history").addObject().put("created", created);
    json.put("os", "");
    ObjectNode rootfs = json.putObject("rootfs").put("type", "layers");
    var ids = rootfs.putArray("diff_ids");
    layers.forEach(layer -> ids.add(layer.artifact().digest().toString()));
    json.putObject("config");
    return Blob.of(CanonicalJson.write(json), CONFIG);
  }

  private static ObjectNode head() {
    return CanonicalJson.object().put("schemaVersion", 2).put("mediaType", MANIFEST);
  }

  private static Blob manifest(ObjectNode json) {
    return Blob.of(CanonicalJson.write(json), MANIFEST);
  }

  private static void layers(ObjectNode json, List<Blob> layers) {
    var array = json.putArray("layers");
    layers.forEach(layer -> array.add(layer.descriptor()));
  }

  private static ObjectNode descriptor(Artifact artifact) {
    return CanonicalJson.object()
        .put("mediaType", artifact.mediaType())
        .put("digest", artifact.digest().toString())
        .put("size", artifact.size());
  }
}
