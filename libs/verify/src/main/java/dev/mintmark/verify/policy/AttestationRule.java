package dev.mintmark.verify.policy;

import dev.mintmark.verify.keyset.KeyRole;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An attestation that must be there.
 *
 * @param predicate its predicate type
 * @param role whose keys must have signed it
 * @param on what it must be about
 * @param where texts that fields of the predicate must have, e.g. {@code outcome: IDENTICAL}
 */
public record AttestationRule(
    String predicate, KeyRole role, On on, SortedMap<String, String> where) {
  /** Parts of a release. */
  public enum On {
    INDEX,
    IMAGES,
    MODELS
  }

  public AttestationRule {
    where = Collections.unmodifiableSortedMap(new TreeMap<>(where));
  }
}
