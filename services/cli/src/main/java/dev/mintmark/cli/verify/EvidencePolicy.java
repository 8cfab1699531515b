package dev.mintmark.cli.verify;

import dev.mintmark.verify.evidence.AttestationVerifier;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.policy.Trust;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of a release's SBOM and provenance attestations.
 *
 * @param keys one of which must have made them; empty where none is known, and they are not looked
 *     into
 * @param required whether a release without them is refused: older ones have none
 */
public record EvidencePolicy(List<VerificationKey> keys, boolean required) {
  /** Nothing is asked. */
  public static final EvidencePolicy NONE = new EvidencePolicy(List.of(), false);

  public EvidencePolicy {
    keys = List.copyOf(keys);
  }

  /** With the evidence keys of what is believed, where no key was named. */
  public EvidencePolicy orOf(Trust trust) {
    return keys.isEmpty() ? new EvidencePolicy(trust.believed(KeyRole.EVIDENCE), required) : this;
  }

  Optional<AttestationVerifier> verifier() {
    return keys.isEmpty() ? Optional.empty() : Optional.of(new AttestationVerifier(keys));
  }
}
