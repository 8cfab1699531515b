package dev.mintmark.cli.verify;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.oci.RepositoryName;
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

  private final ReleaseSource source;
  private final RepositoryName repository;
  private final ReleaseVerifier verifier;

  Statements(ReleaseSource source, RepositoryName repository, ReleaseVerifier verifier) {
    this.source = source;
    this.repository = repository;
    this.verifier = verifier;
  }

  /**
   * A statement.
   *
   * @param bytes of the statement, or of what should hold it
   * @param signature its signature's file; the same as the bytes where there is none
   */
  record Found(Artifact bytes, Artifact signature, Verdict<ReleaseStatement> verdict) {
    Found(Artifact missing, Verdict<ReleaseStatement> refused) {
      this(missing, missing, refused);
    }
  }

  /** The statement for the target; a release without one is refused. */
  Found of(Artifact index, String target, String platform) throws IOException {
    for (Descriptor referrer : source.referrers(index.digest(), MediaTypes.RELEASE_ENV)) {
      if (source.manifest(referrer).document() instanceof Manifest manifest
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
            source.blob(statement, MAX_BYTES),
            source.blob(manifest.layers().getLast(), MAX_BYTES),
            expected);
    return new Found(statement.artifact(), manifest.layers().getLast().artifact(), verdict);
  }

  private static Verdict<ReleaseStatement> refused(String target, String found) {
    return new Verdict.Refused<>(
        RefusalCode.NO_SIGNATURE, "cannot accept the release for " + target + ": " + found);
  }
}
