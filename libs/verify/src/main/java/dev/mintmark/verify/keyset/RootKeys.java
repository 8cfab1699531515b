package dev.mintmark.verify.keyset;

import dev.mintmark.verify.key.VerificationKey;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/**
 * Root keys, and how many of them must have signed: what a set says, and what a verifier pins.
 *
 * @param keys sorted by id, none twice, 1 to 16
 */
public record RootKeys(int threshold, List<VerificationKey> keys) {
  private static final int MOST = 16;

  public RootKeys {
    keys = keys.stream().sorted(Comparator.comparing(VerificationKey::hint)).toList();
    if (keys.isEmpty() || keys.size() > MOST || new HashSet<>(keys).size() != keys.size()) {
      throw new IllegalArgumentException("root keys must be 1 to 16, none twice: " + keys);
    }
    if (threshold < 1 || threshold > keys.size()) {
      throw new IllegalArgumentException(
          "a threshold of " + threshold + " of " + keys.size() + " root keys");
    }
  }

  /** All of them must sign. */
  public static RootKeys all(List<VerificationKey> keys) {
    return new RootKeys(keys.size(), keys);
  }

  boolean signed(SignedKeySet set) {
    return keys.stream().filter(set::isSignedBy).count() >= threshold;
  }
}
