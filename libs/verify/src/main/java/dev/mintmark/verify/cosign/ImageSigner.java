package dev.mintmark.verify.cosign;

import dev.mintmark.content.Artifact;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.ArtifactManifest.Blob;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.key.SigningKey;
import java.time.Instant;
import java.util.Base64;

/**
 * Signs a manifest as {@code cosign sign} does, in the formats of cosign 2 and 3. Deterministic.
 */
public final class ImageSigner {
  /** What a release signature states; any other predicate is not one. */
  public static final String PREDICATE_TYPE = "https://sigstore.dev/cosign/sign/v1";

  private final SigningKey key;
  private final Instant created;

  /**
   * @param created goes into the annotations of what is written, in place of a clock
   */
  public ImageSigner(SigningKey key, Instant created) {
    this.key = key;
    this.created = created;
  }

  /**
   * The {@code .sig} tag that cosign 2 and podman read.
   *
   * @param repository logical repository, without a host
   */
  public ArtifactManifest signatureTag(Artifact subject, String repository) {
    byte[] payload = ImagePayloads.of(subject, repository).simpleSigning();
    String signature = Base64.getEncoder().encodeToString(key.sign(payload));
    return ArtifactManifest.signatureTag(
        Blob.of(payload, SimpleSigning.MEDIA_TYPE), signature, subject.digest());
  }

  /**
   * The bundle that cosign 3 finds as a referrer of the subject.
   *
   * @param repository logical repository, without a host: the statement's subject name
   */
  public ArtifactManifest bundleReferrer(Artifact subject, String repository) {
    Statement statement = ImagePayloads.of(subject, repository).statement();
    return BundleReferrer.of(SigstoreBundle.sign(statement, key), statement, subject, created);
  }
}
