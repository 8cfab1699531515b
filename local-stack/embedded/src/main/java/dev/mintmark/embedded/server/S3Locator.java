package dev.mintmark.embedded.server;

import dev.mintmark.embedded.access.S3Identity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.BlobStoreLocator;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.jspecify.annotations.Nullable;

/** Gives each request the bucket as its identity sees it; S3Proxy checks the signature. */
final class S3Locator implements BlobStoreLocator {
  private final BlobStore objects;
  private final String bucket;
  private final Secrets secrets;
  private final Map<String, S3Identity> identities = new HashMap<>();

  S3Locator(BlobStore objects, String bucket, Secrets secrets, List<S3Identity> identities) {
    this.objects = objects;
    this.bucket = bucket;
    this.secrets = secrets;
    identities.forEach(identity -> this.identities.put(identity.name(), identity));
  }

  /** Null for an identity that is not known: S3Proxy answers 403. */
  @Override
  public @Nullable AccessGrant locateBlobStore(
      @Nullable String name, @Nullable String container, @Nullable String key) {
    if (secrets.s3AccessKey().equals(name)) {
      return new AccessGrant(secrets.s3SecretKey(), objects);
    }
    S3Identity identity = identities.get(name);
    if (identity == null) {
      return null;
    }
    return new AccessGrant(
        secrets.s3SecretKeyOf(identity.name()),
        new GuardedBlobStore(objects, identity, bucket, Objects.requireNonNullElse(key, "")));
  }
}
