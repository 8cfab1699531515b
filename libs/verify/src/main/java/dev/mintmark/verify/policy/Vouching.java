package dev.mintmark.verify.policy;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.keyset.ListedKey;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.release.ReleaseExpectation;
import dev.mintmark.verify.release.ReleaseStatement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Verifies one release: counts the keys that vouch for each of its parts, and at the end holds the
 * release that the statements tell of against the policy. For one thread.
 */
public final class Vouching {
  private final Trust trust;
  private final Set<ListedKey> counted = new LinkedHashSet<>();

  Vouching(Trust trust) {
    this.trust = trust;
  }

  /**
   * Bytes and what is said to be their signature.
   *
   * @param signature DER, or a signature file, as the method says
   */
  public record Signed(byte[] content, byte[] signature) {
    public Signed {
      content = content.clone();
      signature = signature.clone();
    }
  }

  /** Release keys that were counted so far, in that order. */
  public List<VerificationKey> signers() {
    return counted.stream().map(ListedKey::key).toList();
  }

  /** As {@link ReleaseVerifier#verifyAnyBundle}, by as many keys as the policy wants. */
  public Verdict<Digest> bundles(List<byte[]> bundles, Digest subject, String repository) {
    return counted(verifier -> verifier.verifyAnyBundle(bundles, subject, repository));
  }

  /** As {@link ReleaseVerifier#verifySimpleSigning}, over all signatures that are there. */
  public Verdict<Digest> simpleSigning(List<Signed> signed, Digest subject, String repository) {
    return counted(verifier ->
        signed.stream()
            .map(one ->
                verifier.verifySimpleSigning(one.content(), one.signature(), subject, repository))
            .reduce(Vouching::better)
            .orElseGet(() -> verifier.verifyAnyBundle(List.of(), subject, repository)));
  }

  /**
   * As {@link ReleaseVerifier#verifyStatement}.
   *
   * @param statements all that are there for a target, at least one
   */
  public Verdict<ReleaseStatement> statement(List<Signed> statements, ReleaseExpectation expected) {
    return counted(verifier ->
        statements.stream()
            .map(one -> verifier.verifyStatement(one.content(), one.signature(), expected))
            .reduce(Vouching::better)
            .orElseThrow());
  }

  /** Whether an attestation that the policy wants is among the bundles of a subject. */
  public Verdict<Digest> attestation(AttestationRule rule, List<byte[]> bundles, Digest subject) {
    Attestations attestations = new Attestations(rule, bundles, subject);
    List<VerificationKey> by =
        trust.usable(rule.role()).stream()
            .map(ListedKey::key)
            .filter(attestations::isSignedBy)
            .toList();
    int wanted = trust.policy().threshold(rule.role());
    return by.size() >= wanted
        ? new Verdict.Verified<>(subject, by.getFirst())
        : new Verdict.Refused<>(
            RefusalCode.ATTESTATION,
            "cannot accept %s: %d keys of the role %s must attest %s%s, %d did%s"
                .formatted(
                    subject,
                    wanted,
                    rule.role().word(),
                    rule.predicate(),
                    rule.where().isEmpty() ? "" : " with " + rule.where(),
                    by.size(),
                    attestations.found()));
  }

  /**
   * What a policy says of a release whose parts hold.
   *
   * @param source repository that the signed index states
   * @return a refusal for each thing that does not hold
   */
  public List<Verdict.Refused<ReleaseStatement>> release(
      ReleaseStatement release, Optional<String> source) {
    Policy policy = trust.policy();
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

  private <T> Verdict<T> counted(Function<ReleaseVerifier, Verdict<T>> check) {
    List<ListedKey> usable = trust.usable(KeyRole.RELEASE);
    int wanted = trust.policy().threshold(KeyRole.RELEASE);
    List<ListedKey> by = new ArrayList<>();
    for (ListedKey key : usable) {
      Verdict<T> verdict = check.apply(new ReleaseVerifier(List.of(key.key())));
      if (verdict instanceof Verdict.Verified<T>) {
        by.add(key);
        if (by.size() >= wanted) {
          counted.addAll(by);
          return verdict;
        }
      }
    }
    if (!by.isEmpty()) {
      return new Verdict.Refused<>(
          RefusalCode.THRESHOLD,
          "cannot accept the signatures: %d release keys must sign, %d did: %s"
              .formatted(wanted, by.size(), by.stream().map(ListedKey::id).toList()));
    }
    return trust.others(KeyRole.RELEASE).stream()
        .filter(key ->
            check.apply(new ReleaseVerifier(List.of(key.key()))) instanceof Verdict.Verified<T>)
        .findFirst()
        .map(this::<T>unwanted)
        .orElseGet(() -> usable.isEmpty() ? noKey() : check.apply(all(usable)));
  }

  private <T> Verdict<T> unwanted(ListedKey key) {
    return trust.isRevoked(key)
        ? new Verdict.Refused<>(
            RefusalCode.KEY_REVOKED,
            "cannot accept the signature: its key %s is revoked: %s"
                .formatted(key.id(), key.reason().orElse("the policy says so")))
        : new Verdict.Refused<>(
            RefusalCode.KEY_ROLE,
            "cannot accept the signature: its key %s has the role %s, not release"
                .formatted(key.id(), key.role().word()));
  }

  private static <T> Verdict<T> noKey() {
    return new Verdict.Refused<>(
        RefusalCode.UNKNOWN_KEY, "cannot accept the signature: no release key is trusted here");
  }

  private static ReleaseVerifier all(List<ListedKey> keys) {
    return new ReleaseVerifier(keys.stream().map(ListedKey::key).toList());
  }

  private static <T> Verdict<T> better(Verdict<T> first, Verdict<T> second) {
    return first instanceof Verdict.Refused<T> && second instanceof Verdict.Verified<T>
        ? second
        : first;
  }

  private static Verdict.Refused<ReleaseStatement> refusal(
      RefusalCode code, ReleaseStatement release, String found) {
    return new Verdict.Refused<>(code, "cannot accept " + release.id() + ": " + found);
  }
}
