package dev.mintmark.cli.verify;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.release.ReleaseExpectation;
import dev.mintmark.verify.release.ReleaseStatement;
import java.io.IOException;
import java.util.Optional;

/** Fetches and verifies the statement that a device of one target acts on. */
final class Statements {
  private static final int MAX_BYTES = 1 << 20;

  private final RegistryClient registry;
  private final RepositoryName repository;
  private final ReleaseVerifier verifier;

  Statements(RegistryClient registry, RepositoryName repository, ReleaseVerifier verifier) {
    this.registry = registry;
    this.repository = repository;
    this.verifier = verifier;
  }

  /** The statement for the target; a release without one is refused. */
  Verdict<ReleaseStatement> of(Digest index, String target, String platform) throws IOException {
    for (Descriptor referrer : registry.referrers(repository, index, MediaTypes.RELEASE_ENV)) {
      if (registry.manifest(repository, referrer).document() instanceof Manifest manifest
          && target.equals(manifest.annotations().get(Annotations.TARGET))) {
        return verify(manifest, index, target, platform);
      }
    }
    return missing(target, "has no release statement for " + target);
  }

  private Verdict<ReleaseStatement> verify(
      Manifest manifest, Digest index, String target, String platform) throws IOException {
    if (manifest.layers().size() != 2) {
      return missing(target, "has " + manifest.layers().size() + " layers in its statement, not 2");
    }
    return verifier.verifyStatement(
        registry.blob(repository, manifest.layers().get(0), MAX_BYTES),
        registry.blob(repository, manifest.layers().get(1), MAX_BYTES),
        new ReleaseExpectation(
            target, platform, repository.value(), Optional.of(index), Optional.empty()));
  }

  private static Verdict<ReleaseStatement> missing(String target, String found) {
    return new Verdict.Refused<>(
        RefusalCode.NO_SIGNATURE, "cannot accept the release for " + target + ": it " + found);
  }
}
