package dev.mintmark.image.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Digest over fields in a fixed order, each with its length before it, so that no two lists of
 * fields make the same bytes.
 */
final class CacheKey {
  private static final int ABSENT = -1;

  private final MessageDigest sha256 = Digest.sha256();

  /**
   * A new key.
   *
   * @param kind of entry, with the version of its form
   */
  CacheKey(String kind) {
    add(kind);
  }

  CacheKey add(byte[] field) {
    length(field.length);
    sha256.update(field);
    return this;
  }

  CacheKey add(long field) {
    return add(ByteBuffer.allocate(Long.BYTES).putLong(field).array());
  }

  /** Nothing at all is another field than an empty one. */
  CacheKey add(@Nullable String field) {
    if (field == null) {
      length(ABSENT);
      return this;
    }
    return add(field.getBytes(UTF_8));
  }

  CacheKey add(@Nullable Digest field) {
    return add(field == null ? null : field.hex());
  }

  /** Its media type changes no byte of a layer. */
  CacheKey add(Artifact field) {
    return add(field.digest()).add(field.size());
  }

  /** To be called once. */
  Digest digest() {
    return Digest.finish(sha256);
  }

  private void length(int bytes) {
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes).array());
  }
}
