package dev.mintmark.kit.store;

import dev.mintmark.content.Digest;
import io.minio.GetObjectResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object while it is read.
 *
 * @param size announced, in bytes; a stream that ends before it throws
 * @param etag what this version of the object is called
 * @param sha256 what its writer says it is; empty where it did not say
 */
record S3Body(InputStream in, long size, String etag, Optional<Digest> sha256)
    implements AutoCloseable {
  /** The metadata that holds the digest, in hex. */
  static final String SHA256 = "sha256";

  static S3Body of(GetObjectResponse response) throws IOException {
    String size = response.headers().get("Content-Length");
    String etag = response.headers().get("ETag");
    if (size == null || etag == null) {
      response.close();
      throw new IOException("the answer names no length or no ETag");
    }
    return new S3Body(
        response,
        Long.parseLong(size),
        etag.replace("\"", ""),
        digest(response.headers().get("x-amz-meta-" + SHA256)));
  }

  private static Optional<Digest> digest(@Nullable String hex) {
    return Optional.ofNullable(hex).map(Digest::new);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
