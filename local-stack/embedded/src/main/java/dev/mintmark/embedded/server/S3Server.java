package dev.mintmark.embedded.server;

import dev.mintmark.embedded.Endpoints;
import dev.mintmark.embedded.StackException;
import dev.mintmark.embedded.access.S3Identity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * S3 over a folder: a bucket is a folder, an object a file, its metadata extended attributes. Each
 * identity may do what it was granted.
 */
final class S3Server implements Server {
  static final String BUCKET = "mintmark";

  /** A put of known length is one request up to this size. */
  private static final long LARGEST_SINGLE_PUT = 1L << 30;

  private final S3Proxy proxy;
  private final URI endpoint;
  private final Secrets secrets;
  private final List<S3Identity> identities;

  private S3Server(S3Proxy proxy, URI endpoint, Secrets secrets, List<S3Identity> identities) {
    this.proxy = proxy;
    this.endpoint = endpoint;
    this.secrets = secrets;
    this.identities = identities;
  }

  /**
   * @param identities those that may do some things, beside the one that may do everything
   */
  static S3Server start(Path folder, int port, Secrets secrets, List<S3Identity> identities)
      throws IOException {
    PrivateFiles.folder(folder.resolve(BUCKET));
    S3Leftovers.sweep(folder);
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    BlobStore objects = new FilesystemNio2BlobStore(folder.toString());
    S3Proxy proxy =
        S3Proxy.builder()
            // What is asked for without a signature: nothing is there for all.
            .blobStore(new ClosedBlobStore(objects, "a request without a signature"))
            .endpoint(endpoint)
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4, secrets.s3AccessKey(), secrets.s3SecretKey())
            .v4MaxNonChunkedRequestSize(LARGEST_SINGLE_PUT)
            .jettyMaxThreads(32)
            .build();
    proxy.setBlobStoreLocator(new S3Locator(objects, BUCKET, secrets, identities));
    try {
      proxy.start();
    } catch (Exception e) {
      throw new StackException("STK-006", "cannot start S3 on " + endpoint + ": " + e, e);
    }
    return new S3Server(proxy, endpoint, secrets, identities);
  }

  @Override
  public Map<String, String> endpoints() {
    Map<String, String> values = new TreeMap<>();
    values.put(Endpoints.S3_ENDPOINT, endpoint.toString());
    values.put(Endpoints.S3_ACCESS_KEY, secrets.s3AccessKey());
    values.put(Endpoints.S3_SECRET_KEY, secrets.s3SecretKey());
    values.put(Endpoints.S3_BUCKET, BUCKET);
    for (S3Identity identity : identities) {
      values.put(Endpoints.s3SecretKeyOf(identity.name()), secrets.s3SecretKeyOf(identity.name()));
    }
    return values;
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
