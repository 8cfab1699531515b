package dev.mintmark.cli.command;

import dev.mintmark.cli.verify.EvidencePolicy;
import dev.mintmark.cli.verify.Verification;
import dev.mintmark.verify.key.VerificationKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose SBOM and provenance attestations are believed. */
final class EvidenceOrigin {
  @Option(
      names = "--evidence-key",
      paramLabel = "FILE",
      description =
          "Public key of SBOM and provenance attestations, PEM (default: the stack's own, unless"
              + " --key is given).")
  private @Nullable Path key;

  @Option(
      names = "--require-evidence",
      description = "Refuse a release without SBOM and provenance attestations that verify.")
  private boolean required;

  /**
   * What is asked.
   *
   * @param ownKeys whether the stack's own keys are believed
   */
  EvidencePolicy policy(World world, boolean ownKeys) {
    return new EvidencePolicy(key(world, ownKeys).stream().toList(), required);
  }

  private Optional<VerificationKey> key(World world, boolean ownKeys) {
    if (key != null) {
      return Optional.of(Verification.trusted(world.folder().resolve(key)));
    }
    Path own = world.home().evidenceKey();
    return ownKeys && Files.exists(own) ? Optional.of(Verification.trusted(own)) : Optional.empty();
  }
}
