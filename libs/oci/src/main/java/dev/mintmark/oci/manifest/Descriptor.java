package dev.mintmark.oci.manifest;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reference to bytes (image-spec, "OCI Content Descriptors").
 *
 * @param size in bytes
 * @param artifactType of the manifest that is referred to; null when it says none
 * @param annotations sorted by key
 * @param platform of the image that is referred to; null for anything else
 */
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    @Nullable String artifactType,
    SortedMap<String, String> annotations,
    @Nullable Platform platform) {
  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}");

  /** The two bytes <code>{}</code>: the config of an artifact that has none. */
  public static final Descriptor EMPTY =
      Descriptor.of(Artifact.of(new byte[] {'{', '}'}, OciMediaTypes.EMPTY));

  public Descriptor {
    requireMediaType(mediaType);
    if (artifactType != null) {
      requireMediaType(artifactType);
    }
    if (size < 0) {
      throw new IllegalArgumentException("size of " + digest + " is negative: " + size);
    }
    annotations = Annotations.sorted(annotations);
  }

  public static Descriptor of(Artifact artifact) {
    return of(artifact, Map.of());
  }

  public static Descriptor of(Artifact artifact, Map<String, String> annotations) {
    return new Descriptor(
        artifact.mediaType(),
        artifact.digest(),
        artifact.size(),
        null,
        Annotations.sorted(annotations),
        null);
  }

  public Descriptor withPlatform(Platform value) {
    return new Descriptor(mediaType, digest, size, artifactType, annotations, value);
  }

  public Descriptor withArtifactType(String value) {
    return new Descriptor(mediaType, digest, size, value, annotations, platform);
  }

  public Artifact artifact() {
    return new Artifact(digest, mediaType, size);
  }

  /** Throws unless the text has the form of RFC 6838, section 4.2. */
  static void requireMediaType(String text) {
    if (!MEDIA_TYPE.matcher(text).matches()) {
      throw new IllegalArgumentException("not a media type: '" + text + "'");
    }
  }
}
