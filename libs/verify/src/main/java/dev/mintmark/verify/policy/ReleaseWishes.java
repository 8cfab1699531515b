package dev.mintmark.verify.policy;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.keyset.ListedKey;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.release.ReleaseStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Holds what a release says of itself against a policy, and against the bounds of keys. */
final class ReleaseWishes {
  private final Policy policy;
  private final Collection<ListedKey> counted;

  /**
   * @param counted release keys that vouch for the release
   */
  ReleaseWishes(Policy policy, Collection<ListedKey> counted) {
    this.policy = policy;
    this.counted = counted;
  }

  /** A refusal for each thing that does not hold. */
  List<Verdict.Refused<ReleaseStatement>> of(ReleaseStatement release, Optional<String> source) {
    List<Verdict.Refused<ReleaseStatement>> refused = new ArrayList<>();
    for (ListedKey key : counted) {
      if (!key.mayVouchFor(release.name(), release.version())) {
        refused.add(
            refusal(
                RefusalCode.KEY_RETIRED,
                release,
                "the key %s is retired, and may vouch for releases up to %s only"
                    .formatted(key.id(), key.last())));
      }
    }
    boolean allowed =
        policy.releases().isEmpty()
            || policy.releases().stream().anyMatch(r -> r.allows(release.name(), source));
    if (!allowed) {
      refused.add(
          refusal(
              RefusalCode.RELEASE_NAME,
              release,
              "the policy allows no release of this name from "
                  + source.orElse("a source that is not stated")));
    }
    if (release.securityFloor() < policy.securityFloor()) {
      refused.add(
          refusal(
              RefusalCode.SECURITY_FLOOR,
              release,
              "its security floor is %d, the policy wants %d"
                  .formatted(release.securityFloor(), policy.securityFloor())));
    }
    return refused;
  }

  /** Of what says no release's name: a key with bounds may vouch for named releases only. */
  Optional<Verdict.Refused<Digest>> bounds(Digest subject) {
    return counted.stream()
        .filter(key -> !key.last().isEmpty())
        .findFirst()
        .map(key ->
            new Verdict.Refused<>(
                RefusalCode.KEY_RETIRED,
                "cannot accept %s: the key %s is retired, and may vouch for releases up to %s only; no signed statement says which release this is"
                    .formatted(subject, key.id(), key.last())));
  }

  /** Of an index without any statement: no wish of a policy can be held against it. */
  Optional<Verdict.Refused<Digest>> ofNoStatement(Digest index) {
    return bounds(index)
        .or(() ->
            policy.equals(Policy.OPEN)
                ? Optional.empty()
                : Optional.of(
                    new Verdict.Refused<>(
                        RefusalCode.RELEASE_NAME,
                        "cannot accept %s: it names no model, so no signed statement says the name and floor that the policy asks for"
                            .formatted(index))));
  }

  private static Verdict.Refused<ReleaseStatement> refusal(
      RefusalCode code, ReleaseStatement release, String found) {
    return new Verdict.Refused<>(code, "cannot accept " + release.id() + ": " + found);
  }
}
