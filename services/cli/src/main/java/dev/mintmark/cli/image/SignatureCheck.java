package dev.mintmark.cli.image;

import dev.mintmark.cli.verify.Finding;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.cli.verify.ReleaseCheck;
import dev.mintmark.cli.verify.ReleaseSource;
import dev.mintmark.cli.verify.Report;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.verify.policy.Trust;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What is known of an image's signatures, with a key and without one. */
final class SignatureCheck {
  private final ImageSource source;
  private final FetchedManifest top;
  private boolean holds = true;

  SignatureCheck(ImageSource source, FetchedManifest top) {
    this.source = source;
    this.top = top;
  }

  /**
   * What is known of an image that the key, where there is one, has signed.
   *
   * @throws dev.mintmark.cli.failure.CommandException CLI-135 for what it has not signed
   */
  static SignatureState require(ImageSource source, FetchedManifest top, Optional<Trust> trust)
      throws IOException {
    SignatureCheck check = new SignatureCheck(source, top);
    if (trust.isPresent()) {
      check.findings(trust.get()).stream()
          .filter(finding -> !finding.ok())
          .findFirst()
          .ifPresent(bad -> {
            throw ImageRefusals.unverified(source.name(), bad.object() + ": " + bad.detail());
          });
    }
    return check.state(trust.isPresent());
  }

  /**
   * Verifies all that a release signs: index, images, models and statements; of a single manifest
   * that alone.
   *
   * @throws dev.mintmark.cli.failure.CommandException CLI-136 when no repository is known
   */
  List<Finding> findings(Trust trust) throws IOException {
    RepositoryName repository =
        source
            .repository()
            .orElseThrow(() ->
                ImageRefusals.noRepository(
                    source.name(),
                    "they name a repository, and this layout does not say which; give --repository"));
    ReleaseCheck check = new ReleaseCheck(source, repository, trust);
    ImageReference reference =
        new ImageReference(
            Optional.empty(), repository, Optional.empty(), Optional.of(top.artifact().digest()));
    Report report =
        top.document() instanceof ImageIndex
            ? check.checkSigned(reference)
            : check.checkOne("manifest", top);
    holds = report.verified();
    return report.findings();
  }

  SignatureState state(boolean withKey) throws IOException {
    if (withKey) {
      return holds ? SignatureState.VERIFIED : SignatureState.REFUSED;
    }
    return isSigned(source) ? SignatureState.UNCHECKED : SignatureState.UNSIGNED;
  }

  private boolean isSigned(ReleaseSource from) throws IOException {
    return ReleaseCheck.claimsSignature(from, top.artifact().digest());
  }
}
