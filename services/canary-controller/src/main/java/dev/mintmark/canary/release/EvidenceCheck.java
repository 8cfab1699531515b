package dev.mintmark.canary.release;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.BundleReferrer;
import dev.mintmark.verify.evidence.AttestationVerifier;
import dev.mintmark.verify.evidence.EvidenceType;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.json.Documents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the evidence key attested how the release was made, and what is in the image and the
 * model that a device would get. Nothing reaches a device without.
 */
final class EvidenceCheck {
  /** A registry may invent any number of attestations. */
  private static final int MAX_ATTESTATIONS = 64;

  private final RegistryClient registry;
  private final AttestationVerifier verifier;

  EvidenceCheck(RegistryClient registry, AttestationVerifier verifier) {
    this.registry = registry;
    this.verifier = verifier;
  }

  /**
   * Checks the index.
   *
   * @throws RefusedReleaseException CAN-017
   * @throws IOException when that cannot be found out now
   */
  void index(RepositoryName repository, Digest index) throws IOException {
    require(repository, EvidenceType.PROVENANCE, index);
  }

  /** Checks what a device of one target gets, as {@link #index} does. */
  void target(RepositoryName repository, ImageIndex index, String platform, Digest model)
      throws IOException {
    Digest image = index.manifestFor(Platform.parse(platform)).digest();
    for (Digest subject : List.of(image, model)) {
      require(repository, EvidenceType.PROVENANCE, subject);
      require(repository, EvidenceType.SBOM, subject);
    }
  }

  private void require(RepositoryName repository, EvidenceType type, Digest subject)
      throws IOException {
    List<byte[]> bundles = new ArrayList<>();
    for (Descriptor referrer : attestations(repository, type, subject)) {
      if (registry.manifest(repository, referrer.digest()).document() instanceof Manifest manifest
          && manifest.layers().size() == 1) {
        bundles.add(registry.blob(repository, manifest.layers().getFirst(), Documents.MAX_BYTES));
      }
    }
    if (verifier.verifyAnyBundle(bundles, type, subject, repository.value())
        instanceof Verdict.Refused<Statement> refused) {
      throw new RefusedReleaseException(
          "CAN-017", "its evidence lacks: " + type.words() + ": " + refused.message());
    }
  }

  private List<Descriptor> attestations(
      RepositoryName repository, EvidenceType type, Digest subject) throws IOException {
    return registry.referrers(repository, subject, SigstoreBundle.MEDIA_TYPE).stream()
        .filter(one -> BundleReferrer.mayState(one.annotations(), type.predicateType()))
        .limit(MAX_ATTESTATIONS)
        .toList();
  }
}
