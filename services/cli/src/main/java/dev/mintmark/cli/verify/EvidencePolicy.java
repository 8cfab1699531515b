package dev.mintmark.cli.verify;

import dev.mintmark.verify.evidence.AttestationVerifier;
import dev.mintmark.verify.key.VerificationKey;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of a release's SBOM and provenance attestations.
 *
 * @param key whose they must be; empty where none is known, and they are not looked into
 * @param required whether a release without them is refused: older ones have none
 */
public record EvidencePolicy(Optional<VerificationKey> key, boolean required) {
  /** Nothing is asked. */
  public static final EvidencePolicy NONE = new EvidencePolicy(Optional.empty(), false);

  Optional<AttestationVerifier> verifier() {
    return key.map(known -> new AttestationVerifier(List.of(known)));
  }
}
