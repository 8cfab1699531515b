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
   * Whether a referrer may carry a statement of that type: its annotation says so, or says nothing.
   * Nobody signs the annotation: it tells what to look at, and vouches for nothing.
   */
  public static boolean mayState(Map<String, String> annotations, String predicateType) {
    return annotations.getOrDefault(PREDICATE_TYPE, predicateType).equals(predicateType);
  }

  /**
   * The manifest that carries the bundle.
   *
   * @param statement what the bundle's envelope holds
   * @param created goes into the annotations, in place of a clock
   */
  public static ArtifactManifest of(
      SigstoreBundle bundle, Statement statement, Artifact subject, Instant created) {
    return of(bundle, statement.predicateType(), subject, created);
  }

  /** The same of a bundle whose statement is of that type. */
  public static ArtifactManifest of(
      SigstoreBundle bundle, String predicateType, Artifact subject, Instant created) {
    return ArtifactManifest.referrer(
        SigstoreBundle.MEDIA_TYPE,
        List.of(Blob.of(bundle.bytes(), SigstoreBundle.MEDIA_TYPE)),
        subject,
        Map.of("dev.sigstore.bundle.content", "dsse-envelope", PREDICATE_TYPE, predicateType),
        created);
  }
}
