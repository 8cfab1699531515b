package dev.mintmark.embedded.server;

import dev.mintmark.embedded.Endpoints;
import dev.mintmark.embedded.StackException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** S3 over a folder: a bucket is a folder, an object a file, its metadata extended attributes. */
final class S3Server implements Server {
  static final String BUCKET = "mintmark";

  /** A put of known length is one request up to this size. */
  private static final long LARGEST_SINGLE_PUT = 1L << 30;

  private final S3Proxy proxy;
  private final URI endpoint;
  private final Secrets secrets;

  private S3Server(S3Proxy proxy, URI endpoint, Secrets secrets) {
    this.proxy = proxy;
    this.endpoint = endpoint;
    this.secrets = secrets;
  }

  static S3Server start(Path folder, int port, Secrets secrets) throws IOException {
    PrivateFiles.folder(folder.resolve(BUCKET));
    S3Leftovers.sweep(folder);
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(folder.toString()))
            .endpoint(endpoint)
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4, secrets.s3AccessKey(), secrets.s3SecretKey())
            .v4MaxNonChunkedRequestSize(LARGEST_SINGLE_PUT)
            .jettyMaxThreads(32)
            .build();
    try {
      proxy.start();
    } catch (Exception e) {
      throw new StackException("STK-006", "cannot start S3 on " + endpoint + ": " + e, e);
    }
    return new S3Server(proxy, endpoint, secrets);
  }

  @Override
  public Map<String, String> endpoints() {
    return Map.of(
        Endpoints.S3_ENDPOINT, endpoint.toString(),
        Endpoints.S3_ACCESS_KEY, secrets.s3AccessKey(),
        Endpoints.S3_SECRET_KEY, secrets.s3SecretKey(),
        Endpoints.S3_BUCKET, BUCKET);
  }

  @Override
  public void close() {
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("S3 on " + endpoint + " did not stop", e);
    }
  }
}
