package dev.mintmark.verify.keyset;

import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.List;
import java.util.Optional;

/** Follows a key set file from pinned root keys to its newest set. */
public final class KeySetVerifier {
  private KeySetVerifier() {}

  /**
   * Verifies. The newest set in the file that the pinned keys signed is believed by the pin; each
   * set after it must be newer, and signed by the root keys of the one before and by its own.
   *
   * @param pin as the verifier knows it from elsewhere
   * @param seen the newest set that was believed before
   * @return the file's newest set
   * @throws RefusedException VER-052 to VER-054
   */
  public static SignedKeySet verify(KeySetFile file, RootKeys pin, Optional<SeenKeySet> seen) {
    List<SignedKeySet> sets = file.sets();
    for (int i = 1; i < sets.size(); i++) {
      requireNewer(sets.get(i - 1), sets.get(i));
    }
    int first = sets.size() - 1;
    while (first >= 0 && !pin.signed(sets.get(first))) {
      first--;
    }
    if (first < 0) {
      throw refused(file.newest(), pin, "pinned");
    }
    requireOwn(sets.get(first));
    for (int i = first + 1; i < sets.size(); i++) {
      follow(sets.get(i - 1), sets.get(i));
    }
    seen.ifPresent(known -> known.require(file.newest()));
    return file.newest();
  }

  /**
   * Whether a set may follow another: what a verifier will ask.
   *
   * @throws RefusedException VER-052, VER-053
   */
  public static void follow(SignedKeySet before, SignedKeySet next) {
    requireNewer(before, next);
    if (!before.set().root().signed(next)) {
      throw refused(next, before.set().root(), "previous");
    }
    requireOwn(next);
  }

  private static void requireNewer(SignedKeySet before, SignedKeySet next) {
    if (next.set().version() <= before.set().version()) {
      throw new RefusedException(
          RefusalCode.KEY_SET_ROLLBACK,
          "cannot believe version %d of the key set: it stands behind version %d"
              .formatted(next.set().version(), before.set().version()));
    }
  }

  private static void requireOwn(SignedKeySet set) {
    if (!set.set().root().signed(set)) {
      throw refused(set, set.set().root(), "set's own");
    }
  }

  private static RefusedException refused(SignedKeySet set, RootKeys root, String which) {
    return new RefusedException(
        RefusalCode.KEY_SET_ROOT,
        "cannot believe version %d of the key set: %d of the %s root keys must have signed it (%s), and not so many did; it has signatures that name %s"
            .formatted(
                set.set().version(),
                root.threshold(),
                which,
                root.keys().stream().map(key -> key.hint()).toList(),
                set.signers()));
  }
}
