package dev.mintmark.cli.verify;

import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.policy.Trust;
import java.util.List;

/**
 * What is asked of a release's SBOM and provenance attestations.
 *
 * @param keys that must have made them, as many as a policy wants; empty where none is known, and
 *     they are not looked into
 * @param required whether a release without them is refused: older ones have none
 */
public record EvidencePolicy(List<VerificationKey> keys, boolean required) {
  /** Nothing is asked. */
  public static final EvidencePolicy NONE = new EvidencePolicy(List.of(), false);

  public EvidencePolicy {
    keys = List.copyOf(keys);
  }

  /**
   * With the evidence keys of what is believed, where no key was named.
   *
   * @throws dev.mintmark.verify.refusal.RefusedException VER-058, VER-060 for a named key that is
   *     known as a revoked one, or as one of another role
   */
  public EvidencePolicy orOf(Trust trust) {
    return new EvidencePolicy(
        keys.isEmpty() ? trust.believed(KeyRole.EVIDENCE) : trust.named(KeyRole.EVIDENCE, keys),
        required);
  }
}
