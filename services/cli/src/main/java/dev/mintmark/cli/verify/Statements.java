package dev.mintmark.cli.verify;

import dev.mintmark.content.Artifact;
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

  /**
   * A statement.
   *
   * @param bytes of the statement, or of what should hold it
   */
  record Found(Artifact bytes, Verdict<ReleaseStatement> verdict) {}

  /** The statement for the target; a release without one is refused. */
  Found of(Artifact index, String target, String platform) throws IOException {
    for (Descriptor referrer :
        registry.referrers(repository, index.digest(), MediaTypes.RELEASE_ENV)) {
      if (registry.manifest(repository, referrer).document() instanceof Manifest manifest
          && target.equals(manifest.annotations().get(Annotations.TARGET))) {
        return manifest.layers().size() == 2
            ? verify(manifest, index.digest(), target, platform)
            : new Found(referrer.artifact(), refused(target, "its statement has not 2 layers"));
      }
    }
    return new Found(index, refused(target, "it has no release statement"));
  }

  private Found verify(Manifest manifest, Digest index, String target, String platform)
      throws IOException {
    Descriptor statement = manifest.layers().getFirst();
    ReleaseExpectation expected =
        new ReleaseExpectation(
            target, platform, repository.value(), Optional.of(index), Optional.empty());
    Verdict<ReleaseStatement> verdict =
        verifier.verifyStatement(
            registry.blob(repository, statement, MAX_BYTES),
            registry.blob(repository, manifest.layers().getLast(), MAX_BYTES),
            expected);
    return new Found(statement.artifact(), verdict);
  }

  private static Verdict<ReleaseStatement> refused(String target, String found) {
    return new Verdict.Refused<>(
        RefusalCode.NO_SIGNATURE, "cannot accept the release for " + target + ": " + found);
  }
}
