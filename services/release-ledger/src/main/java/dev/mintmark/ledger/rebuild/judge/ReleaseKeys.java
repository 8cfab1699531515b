package dev.mintmark.ledger.rebuild.judge;

import dev.mintmark.verify.key.VerificationKey;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Public halves of the keys that have signed releases, the present one and older ones. */
public final class ReleaseKeys {
  private final Map<String, VerificationKey> byHint = new HashMap<>();

  public ReleaseKeys(List<VerificationKey> keys) {
    keys.forEach(key -> byHint.put(key.hint(), key));
  }

  /**
   * Reads PEM files.
   *
   * @throws dev.mintmark.verify.refusal.RefusedException VER-002 to VER-005
   */
  public static ReleaseKeys read(List<Path> files) {
    return new ReleaseKeys(files.stream().map(VerificationKey::read).toList());
  }

  /** The key of that name, as {@code release.signed} has it. */
  Optional<VerificationKey> named(String hint) {
    return Optional.ofNullable(byHint.get(hint));
  }
}
