package dev.mintmark.verify.policy;

import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.keyset.ListedKey;
import dev.mintmark.verify.refusal.RefusalCode;
import java.util.List;

/** Why keys are not counted. */
final class Unwanted {
  private final Trust trust;

  Unwanted(Trust trust) {
    this.trust = trust;
  }

  /** Why a key that is known, and signed soundly, does not count for a role. */
  <T> Verdict.Refused<T> refusal(ListedKey key, KeyRole wanted) {
    if (trust.isRevoked(key)) {
      return new Verdict.Refused<>(
          RefusalCode.KEY_REVOKED,
          "cannot accept the signature: its key %s is revoked: %s"
              .formatted(key.id(), key.reason().orElse("the policy says so")));
    }
    return key.role() == wanted
        ? new Verdict.Refused<>(
            RefusalCode.KEY_RETIRED,
            "cannot accept the signature: its key %s is retired, and may vouch for releases up to %s only"
                .formatted(key.id(), key.last()))
        : new Verdict.Refused<>(
            RefusalCode.KEY_ROLE,
            "cannot accept the signature: its key %s has the role %s, not %s"
                .formatted(key.id(), key.role().word(), wanted.word()));
  }

  static <T> Verdict.Refused<T> noKey(KeyRole role) {
    return new Verdict.Refused<>(
        RefusalCode.UNKNOWN_KEY,
        "cannot accept the signature: no " + role.word() + " key is trusted here");
  }

  static <T> Verdict.Refused<T> tooFew(KeyRole role, int wanted, List<VerificationKey> by) {
    return new Verdict.Refused<>(
        RefusalCode.THRESHOLD,
        "cannot accept the signatures: %d %s keys must sign, %d did: %s"
            .formatted(
                wanted, role.word(), by.size(), by.stream().map(VerificationKey::hint).toList()));
  }
}
