package dev.mintmark.cli.command;

import dev.mintmark.cli.verify.EvidencePolicy;
import dev.mintmark.cli.verify.Verification;
import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.policy.Trust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose SBOM and provenance attestations are believed. */
final class EvidenceOrigin {
  @Option(
      names = "--evidence-key",
      paramLabel = "FILE",
      description =
          "Public key of SBOM and provenance attestations, PEM (default: those of the key set; the"
              + " stack's own where it has no set, unless --key is given).")
  private @Nullable Path key;

  @Option(
      names = "--require-evidence",
      description = "Refuse a release without SBOM and provenance attestations that verify.")
  private boolean required;

  /** What is asked, by the named key only. */
  EvidencePolicy policy(World world) {
    return new EvidencePolicy(
        key == null ? List.of() : List.of(Verification.trusted(world.folder().resolve(key))),
        required);
  }

  /**
   * What is asked.
   *
   * @param trust whose evidence keys are believed where no key is named
   * @param ownKeys whether the stack's own key is believed where these know no evidence key
   */
  EvidencePolicy policy(World world, Trust trust, boolean ownKeys) {
    Path own = world.home().evidenceKey();
    return key == null && ownKeys && !trust.knows(KeyRole.EVIDENCE) && Files.exists(own)
        ? new EvidencePolicy(List.of(Verification.trusted(own)), required)
        : policy(world);
  }
}
