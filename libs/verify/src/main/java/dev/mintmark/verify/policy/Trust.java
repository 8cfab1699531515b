package dev.mintmark.verify.policy;

import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.keyset.KeySet;
import dev.mintmark.verify.keyset.KeyState;
import dev.mintmark.verify.keyset.ListedKey;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys that a verifier knows, each with role and state, and the policy that counts them. */
public final class Trust {
  private final List<ListedKey> keys;
  private final Policy policy;

  private Trust(List<ListedKey> keys, Policy policy) {
    this.keys = List.copyOf(keys);
    this.policy = policy;
  }

  /** One release key, and no other wish. */
  public static Trust in(VerificationKey release) {
    return in(Map.of(KeyRole.RELEASE, List.of(release)), Policy.OPEN);
  }

  /**
   * Keys by role.
   *
   * @throws RefusedException VER-060 for one key in two roles
   */
  public static Trust in(Map<KeyRole, List<VerificationKey>> keys, Policy policy) {
    Set<VerificationKey> seen = new HashSet<>();
    List<ListedKey> listed = new ArrayList<>();
    keys.forEach((role, of) ->
        of.forEach(key -> {
          if (!seen.add(key)) {
            throw new RefusedException(
                RefusalCode.KEY_ROLE,
                "cannot use the policy: " + key + " is there twice; each role has keys of its own");
          }
          listed.add(KeySet.unlisted(key, role));
        }));
    return new Trust(listed, policy);
  }

  /**
   * The keys of a set that was verified.
   *
   * @param now only looked at where the set's expiry counts
   * @throws RefusedException VER-055, VER-056
   */
  public static Trust in(KeySet set, Policy policy, Instant now) {
    switch (policy.expiry()) {
      case IGNORE -> {}
      case JUDGE -> set.lifetime().ifPresent(lifetime -> lifetime.require(now));
      case REQUIRE ->
          set.lifetime()
              .orElseThrow(() ->
                  new RefusedException(
                      RefusalCode.KEY_SET_EXPIRED,
                      "cannot believe the key set: it has no expiry, and the policy wants one"))
              .require(now);
    }
    return new Trust(set.keys(), policy);
  }

  public Policy policy() {
    return policy;
  }

  /** Begins to verify one release. */
  public Vouching begin() {
    return new Vouching(this);
  }

  /** The keys of a role that are believed, active ones first. */
  public List<VerificationKey> believed(KeyRole role) {
    return usable(role).stream().map(ListedKey::key).toList();
  }

  /** Whether any key of the role is known, be it one that is believed no more. */
  public boolean knows(KeyRole role) {
    return keys.stream().anyMatch(key -> key.role() == role);
  }

  /**
   * Keys that somebody named for a role beside these.
   *
   * @return the same
   * @throws RefusedException VER-058 for one that is revoked here, VER-060 for one that has another
   *     role here
   */
  public List<VerificationKey> named(KeyRole role, List<VerificationKey> named) {
    return listed(role, named).stream().map(ListedKey::key).toList();
  }

  /** As {@link #named}, each with the state that it has here; active where it is not known. */
  List<ListedKey> listed(KeyRole role, List<VerificationKey> named) {
    return named.stream().map(key -> listed(role, key)).toList();
  }

  private ListedKey listed(KeyRole role, VerificationKey named) {
    ListedKey key =
        keys.stream()
            .filter(one -> one.key().equals(named))
            .findFirst()
            .orElseGet(() -> KeySet.unlisted(named, role));
    if (isRevoked(key) || key.role() != role) {
      Verdict.Refused<?> why = new Unwanted(this).refusal(key, role);
      throw new RefusedException(why.code(), why.detail());
    }
    return key;
  }

  /** Keys of a role that may be counted, active ones first. */
  List<ListedKey> usable(KeyRole role) {
    return keys.stream()
        .filter(key -> key.role() == role && !isRevoked(key))
        .sorted(Comparator.comparing(ListedKey::state))
        .toList();
  }

  /** Known keys that may not be counted for a role: why not is to be said. */
  List<ListedKey> others(KeyRole role) {
    return keys.stream().filter(key -> key.role() != role || isRevoked(key)).toList();
  }

  boolean isRevoked(ListedKey key) {
    return key.state() == KeyState.REVOKED || policy.revoked().contains(key.id());
  }
}
