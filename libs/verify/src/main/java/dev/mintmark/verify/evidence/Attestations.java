package dev.mintmark.verify.evidence;

import dev.mintmark.content.Artifact;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.ArtifactManifest;
import dev.mintmark.verify.cosign.ArtifactManifest.Blob;
import dev.mintmark.verify.cosign.BundleReferrer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Attestations of one manifest where standard clients find them. A function of the bundles: whoever
 * verified them makes the same manifests again, byte for byte, without a key.
 *
 * @param subject the manifest that they are attached to
 * @param signed in one order, no type twice
 */
public record Attestations(Artifact subject, List<Signed> signed) {
  private static final String ENVELOPE = "application/vnd.dsse.envelope.v1+json";

  public Attestations {
    signed = List.copyOf(signed);
    if (signed.isEmpty() || signed.stream().map(Signed::type).distinct().count() != signed.size()) {
      throw new IllegalArgumentException(
          "not one attestation of each type on " + subject.digest() + ": " + signed.size());
    }
  }

  /** A bundle and what is stated in it. */
  public record Signed(EvidenceType type, SigstoreBundle bundle) {}

  /**
   * For cosign 3: each bundle as a referrer.
   *
   * @param created goes into the annotations, in place of a clock
   */
  public List<ArtifactManifest> referrers(Instant created) {
    return signed.stream()
        .map(one -> BundleReferrer.of(one.bundle(), one.type().predicateType(), subject, created))
        .toList();
  }

  /** For cosign 2: all of them behind the tag {@code sha256-<hex>.att}. */
  public ArtifactManifest tag() {
    return ArtifactManifest.attestationTag(
        signed.stream().map(Attestations::layer).toList(), subject.digest());
  }

  private static Blob layer(Signed one) {
    return Blob.annotated(
        CanonicalJson.write(one.bundle().envelope().json()),
        ENVELOPE,
        Map.of(ArtifactManifest.SIGNATURE, "", "predicateType", one.type().predicateType()));
  }
}
