package dev.mintmark.canary.release;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciException;
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
import java.util.Optional;

/**
 * Whether the evidence key attested how the release was made, and what is in the image and the
 * model that a device would get. Nothing reaches a device without. Whoever may attach something may
 * attach rubbish: it is looked at one by one, and only so much of it.
 */
final class EvidenceCheck {
  /** Of one type on one subject. */
  private static final int MAX_ATTESTATIONS = 64;

  /** The same, together. */
  private static final long MAX_BYTES = 4L * Documents.MAX_BYTES;

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
    List<String> faults = new ArrayList<>();
    Optional<IOException> cut = Optional.empty();
    long left = MAX_BYTES;
    for (Descriptor referrer : attestations(repository, type, subject)) {
      try {
        Optional<Descriptor> bundle = bundle(repository, referrer);
        if (bundle.isEmpty()) {
          continue;
        }
        left -= bundle.get().size();
        if (left < 0) {
          throw refused(type, "the attestations that come first have over " + MAX_BYTES + " bytes");
        }
        switch (verdict(repository, bundle.get(), type, subject)) {
          case Verdict.Verified<Statement> verified -> {
            return;
          }
          case Verdict.Refused<Statement> refusal -> faults.add(refusal.message());
        }
      } catch (OciException e) {
        faults.add(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        // Perhaps a lie about its size; what comes later may hold all the same.
        cut = cut.or(() -> Optional.of(e));
      }
    }
    if (cut.isPresent()) {
      throw cut.get();
    }
    throw refused(type, faults.isEmpty() ? none(type, subject) : faults.getFirst());
  }

  private static RefusedReleaseException refused(EvidenceType type, String why) {
    return new RefusedReleaseException(
        PublishedRelease.UNATTESTED, "its evidence lacks: " + type.words() + ": " + why);
  }

  private String none(EvidenceType type, Digest subject) {
    return switch (verifier.verifyAnyBundle(List.of(), type, subject, "")) {
      case Verdict.Refused<Statement> refusal -> refusal.message();
      case Verdict.Verified<Statement> verified ->
          throw new IllegalStateException("nothing was verified of " + subject);
    };
  }

  /**
   * @throws OciException where it is gone or is not what carries a bundle
   */
  private Optional<Descriptor> bundle(RepositoryName repository, Descriptor referrer)
      throws IOException {
    return registry.manifest(repository, referrer.digest()).document() instanceof Manifest manifest
            && manifest.layers().size() == 1
        ? Optional.of(manifest.layers().getFirst())
        : Optional.empty();
  }

  private Verdict<Statement> verdict(
      RepositoryName repository, Descriptor bundle, EvidenceType type, Digest subject)
      throws IOException {
    byte[] bytes = registry.blob(repository, bundle, Documents.MAX_BYTES);
    return verifier.verifyBundle(bytes, type, subject, repository.value());
  }

  private List<Descriptor> attestations(
      RepositoryName repository, EvidenceType type, Digest subject) throws IOException {
    return registry.referrers(repository, subject, SigstoreBundle.MEDIA_TYPE).stream()
        .filter(one -> BundleReferrer.mayState(one.annotations(), type.predicateType()))
        .limit(MAX_ATTESTATIONS)
        .toList();
  }
}
