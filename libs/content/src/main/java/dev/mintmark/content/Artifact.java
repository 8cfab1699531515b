package dev.mintmark.content;

/**
 * A reference to stored bytes.
 *
 * @param mediaType RFC 6838 form, e.g. {@code application/vnd.oci.image.index.v1+json}
 * @param size in bytes
 */
public record Artifact(Digest digest, String mediaType, long size) {
  public Artifact {
    if (size < 0) {
      throw new IllegalArgumentException("size of " + digest + " is negative: " + size);
    }
    if (mediaType.isBlank()) {
      throw new IllegalArgumentException("media type of " + digest + " is blank");
    }
  }

  /** The reference to these bytes. */
  public static Artifact of(byte[] bytes, String mediaType) {
    return new Artifact(Digest.of(bytes), mediaType, bytes.length);
  }
}
