package dev.mintmark.verify.cosign;

import dev.mintmark.content.Artifact;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.ArtifactManifest.Blob;
import dev.mintmark.verify.intoto.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A signed statement where cosign 3 finds it: a bundle that refers to its subject. */
public final class BundleReferrer {
  /** Annotation that tells what the bundle states. */
  public static final String PREDICATE_TYPE = "dev.sigstore.bundle.predicateType";

  private BundleReferrer() {}

  /**
   * The manifest that carries the bundle.
   *
   * @param statement what the bundle's envelope holds
   * @param created goes into the annotations, in place of a clock
   */
  public static ArtifactManifest of(
      SigstoreBundle bundle, Statement statement, Artifact subject, Instant created) {
    return ArtifactManifest.referrer(
        SigstoreBundle.MEDIA_TYPE,
        List.of(Blob.of(bundle.bytes(), SigstoreBundle.MEDIA_TYPE)),
        subject,
        Map.of(
            "dev.sigstore.bundle.content",
            "dsse-envelope",
            PREDICATE_TYPE,
            statement.predicateType()),
        created);
  }
}
