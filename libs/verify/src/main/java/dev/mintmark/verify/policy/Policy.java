package dev.mintmark.verify.policy;

import dev.mintmark.verify.keyset.KeyRole;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a verifier asks of a release.
 *
 * @param root the pinned root keys; empty where {@code keys} names all keys itself
 * @param keySet file of the key set, where one is named
 * @param keys files of public keys by role; empty where there is a root
 * @param thresholds how many keys of a role must have signed; 1 where a role is not in it
 * @param revoked ids of keys that are not believed, whatever a set says
 * @param securityFloor of release statements, at least
 * @param releases one of which must allow the release; all are allowed where there is none
 */
public record Policy(
    Optional<Root> root,
    Optional<String> keySet,
    Expiry expiry,
    Map<KeyRole, List<String>> keys,
    Map<KeyRole, Integer> thresholds,
    Set<String> revoked,
    long securityFloor,
    List<ReleaseRule> releases,
    List<AttestationRule> attestations) {
  /** Asks for one signature, and nothing else. */
  public static final Policy OPEN =
      new Policy(
          Optional.empty(),
          Optional.empty(),
          Expiry.JUDGE,
          Map.of(),
          Map.of(),
          Set.of(),
          0,
          List.of(),
          List.of());

  /**
   * Pinned root keys.
   *
   * @param keys files
   * @param threshold how many of them must have signed
   */
  public record Root(List<String> keys, int threshold) {
    public Root {
      keys = List.copyOf(keys);
    }
  }

  /** What is made of a key set's expiry. */
  public enum Expiry {
    /** Where a set has one, it counts, and needs a clock that can be right. */
    JUDGE,
    /** A set without one is refused. */
    REQUIRE,
    /** Nothing: for who has no clock. */
    IGNORE;

    static Optional<Expiry> of(String word) {
      return Arrays.stream(values())
          .filter(e -> e.name().toLowerCase(Locale.ROOT).equals(word))
          .findFirst();
    }
  }

  public Policy {
    keys = Collections.unmodifiableMap(new TreeMap<>(keys));
    thresholds = Collections.unmodifiableMap(new TreeMap<>(thresholds));
    revoked = Set.copyOf(revoked);
    releases = List.copyOf(releases);
    attestations = List.copyOf(attestations);
  }

  int threshold(KeyRole role) {
    return thresholds.getOrDefault(role, 1);
  }
}
