package dev.mintmark.ledger.rebuild.judge;

import dev.mintmark.events.rebuild.v1.PayloadKind;
import dev.mintmark.verify.key.VerificationKey;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Public halves of the keys that have signed releases and of those that have attested evidence, the
 * present ones and older ones. None of the first vouches for what one of the second must.
 */
public final class ReleaseKeys {
  private final Map<String, VerificationKey> release;
  private final Map<String, VerificationKey> evidence;

  public ReleaseKeys(List<VerificationKey> release, List<VerificationKey> evidence) {
    this.release = byHint(release);
    this.evidence = byHint(evidence);
  }

  /**
   * Reads PEM files.
   *
   * @throws dev.mintmark.verify.refusal.RefusedException VER-002 to VER-005
   */
  public static ReleaseKeys read(List<Path> release, List<Path> evidence) {
    return new ReleaseKeys(
        release.stream().map(VerificationKey::read).toList(),
        evidence.stream().map(VerificationKey::read).toList());
  }

  /** The key of that name, among those that may sign such a payload. */
  Optional<VerificationKey> named(PayloadKind kind, String hint) {
    return Optional.ofNullable((SignedPayload.isEvidence(kind) ? evidence : release).get(hint));
  }

  private static Map<String, VerificationKey> byHint(List<VerificationKey> keys) {
    Map<String, VerificationKey> byHint = new HashMap<>();
    keys.forEach(key -> byHint.put(key.hint(), key));
    return byHint;
  }
}
