package dev.mintmark.verify.keyset;

import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/**
 * Which keys may vouch for what. Each change makes the next version; nothing is ever taken out, so
 * that a key that once signed has a state.
 *
 * @param version from 1, rising by 1
 * @param lifetime when one was given
 * @param keys sorted by role, since and id; no key twice, and no root key
 */
public record KeySet(
    long version, Optional<Lifetime> lifetime, RootKeys root, List<ListedKey> keys) {
  private static final int MOST_KEYS = 256;
  private static final Comparator<ListedKey> ORDER =
      Comparator.comparing(ListedKey::role)
          .thenComparingLong(ListedKey::since)
          .thenComparing(ListedKey::id);

  public KeySet {
    keys = keys.stream().sorted(ORDER).toList();
    if (version < 1 || keys.size() > MOST_KEYS) {
      throw new IllegalArgumentException("version " + version + " with " + keys.size() + " keys");
    }
    HashSet<VerificationKey> all = new HashSet<>(root.keys());
    for (ListedKey key : keys) {
      if (!all.add(key.key())) {
        throw new IllegalArgumentException(
            "the key " + key.id() + " has two roles; every role has keys of its own");
      }
      if (key.since() > version || key.until() > version) {
        throw new IllegalArgumentException(
            "the key " + key.id() + " changed in a version after " + version);
      }
    }
  }

  /** The first version. */
  public static KeySet first(RootKeys root) {
    return new KeySet(1, Optional.empty(), root, List.of());
  }

  /** An active key that no set lists: one that a verifier was given as such. */
  public static ListedKey unlisted(VerificationKey key, KeyRole role) {
    return ListedKey.active(key, role, 1);
  }

  /** The keys of a role, in every state. */
  public List<ListedKey> of(KeyRole role) {
    return keys.stream().filter(key -> key.role() == role).toList();
  }

  public Optional<ListedKey> key(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  /** The same version with one more active key; for what is not signed yet. */
  public KeySet with(VerificationKey key, KeyRole role) {
    List<ListedKey> more = new ArrayList<>(keys);
    more.add(ListedKey.active(key, role, version));
    return changed(() -> new KeySet(version, lifetime, root, more));
  }

  /** The next version, the same otherwise. */
  public KeySet next() {
    return new KeySet(version + 1, lifetime, root, keys);
  }

  public KeySet with(Optional<Lifetime> other) {
    return new KeySet(version, other, root, keys);
  }

  public KeySet with(RootKeys other) {
    return changed(() -> new KeySet(version, lifetime, other, keys));
  }

  /**
   * Every active key of the role retires.
   *
   * @param last as {@link ListedKey#last}
   */
  public KeySet retire(KeyRole role, SortedMap<String, String> last) {
    return mapped(key ->
        key.role() == role && key.state() == KeyState.ACTIVE ? key.retired(version, last) : key);
  }

  /**
   * The key is believed no more.
   *
   * @throws RefusedException VER-057 when it is not in the set, or revoked already
   */
  public KeySet revoke(String id, String reason) {
    ListedKey found =
        key(id)
            .orElseThrow(() ->
                refused("revoke the key " + id, "it is not in version " + version + " of the set"));
    if (found.state() == KeyState.REVOKED) {
      throw refused("revoke the key " + id, "it is revoked, since: " + found.reason().orElse(""));
    }
    return mapped(key -> key.id().equals(id) ? key.revoked(version, reason) : key);
  }

  private KeySet mapped(UnaryOperator<ListedKey> change) {
    return changed(() -> new KeySet(version, lifetime, root, keys.stream().map(change).toList()));
  }

  private static KeySet changed(java.util.function.Supplier<KeySet> change) {
    try {
      return change.get();
    } catch (IllegalArgumentException e) {
      throw refused("change the key set", String.valueOf(e.getMessage()));
    }
  }

  private static RefusedException refused(String what, String found) {
    return new RefusedException(RefusalCode.KEY_SET_CHANGE, "cannot " + what + ": " + found);
  }
}
