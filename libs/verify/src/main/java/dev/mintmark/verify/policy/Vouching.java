package dev.mintmark.verify.policy;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.keyset.ListedKey;
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
  private final Unwanted unwanted;
  private final Set<ListedKey> counted = new LinkedHashSet<>();
  private final List<ReleaseStatement> released = new ArrayList<>();

  Vouching(Trust trust) {
    this.trust = trust;
    this.unwanted = new Unwanted(trust);
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

  /** Whether any key of the role is known, as {@link Trust#knows} says. */
  public boolean knows(KeyRole role) {
    return trust.knows(role);
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
   * What came of the copies of a statement.
   *
   * @param copy which of them holds by the key that the verdict names, from 0; 0 where none does
   */
  public record Stated(Verdict<ReleaseStatement> verdict, int copy) {}

  /**
   * As {@link ReleaseVerifier#verifyStatement}.
   *
   * @param statements all that are there for a target, at least one
   */
  public Stated statement(List<Signed> statements, ReleaseExpectation expected) {
    Verdict<ReleaseStatement> verdict =
        counted(verifier ->
            statements.stream()
                .map(one -> verified(verifier, one, expected))
                .reduce(Vouching::better)
                .orElseThrow());
    if (verdict instanceof Verdict.Verified<ReleaseStatement> verified) {
      released.add(verified.what());
      ReleaseVerifier first = new ReleaseVerifier(List.of(verified.by()));
      int copy = 0;
      while (verified(first, statements.get(copy), expected) instanceof Verdict.Refused) {
        copy++;
      }
      return new Stated(verdict, copy);
    }
    return new Stated(verdict, 0);
  }

  /** Begins to look for an attestation that the policy wants. Statements are verified before. */
  public Attestations attestation(AttestationRule rule, Digest subject) {
    int wanted = trust.policy().threshold(rule.role());
    return new Attestations(
        rule,
        subject,
        wanted,
        check -> count(rule.role(), wanted, trust.usable(rule.role()), check));
  }

  /**
   * Begins to count the keys of a role, as many as the policy wants. Statements are verified
   * before: they say what a retired key with bounds may vouch for.
   *
   * @param named the keys that are believed instead of all of the role; empty for those
   * @throws dev.mintmark.verify.refusal.RefusedException as {@link Trust#named} does
   */
  public <T> Count<T> count(KeyRole role, List<VerificationKey> named, Count.Check<T> check) {
    List<ListedKey> keys = named.isEmpty() ? trust.usable(role) : trust.listed(role, named);
    return count(role, trust.policy().threshold(role), keys, check);
  }

  /** As {@link #count}, where any one key of the role is enough. */
  public <T> Count<T> any(KeyRole role, Count.Check<T> check) {
    return count(role, 1, trust.usable(role), check);
  }

  private <T> Count<T> count(KeyRole role, int wanted, List<ListedKey> keys, Count.Check<T> check) {
    List<ListedKey> others = new ArrayList<>(trust.others(role));
    keys.stream().filter(key -> !mayVouch(key)).forEach(others::add);
    return new Count<>(
        role, wanted, keys.stream().filter(this::mayVouch).toList(), others, unwanted, check);
  }

  /** Bounds are names of releases: where no statement holds, a key with bounds vouches for none. */
  private boolean mayVouch(ListedKey key) {
    return released.isEmpty()
        ? key.last().isEmpty()
        : released.stream().allMatch(r -> key.mayVouchFor(r.name(), r.version()));
  }

  /**
   * What a policy says of a release whose parts hold.
   *
   * @param source repository that the signed index states
   * @return a refusal for each thing that does not hold
   */
  public List<Verdict.Refused<ReleaseStatement>> release(
      ReleaseStatement release, Optional<String> source) {
    return wishes().of(release, source);
  }

  /** What a policy says of a signed index without any statement that holds. */
  public Optional<Verdict.Refused<Digest>> releaseWithoutStatement(Digest index) {
    return wishes().ofNoStatement(index);
  }

  /** What is said of one signed manifest, of which no statement is asked. */
  public Optional<Verdict.Refused<Digest>> withoutName(Digest manifest) {
    return wishes().bounds(manifest);
  }

  private ReleaseWishes wishes() {
    return new ReleaseWishes(trust.policy(), counted);
  }

  private <T> Verdict<T> counted(Function<ReleaseVerifier, Verdict<T>> check) {
    List<ListedKey> usable = trust.usable(KeyRole.RELEASE);
    int wanted = trust.policy().threshold(KeyRole.RELEASE);
    List<ListedKey> by = new ArrayList<>();
    List<Verdict<T>> verified = new ArrayList<>();
    for (ListedKey key : usable) {
      Verdict<T> verdict = check.apply(new ReleaseVerifier(List.of(key.key())));
      if (verdict instanceof Verdict.Verified<T>) {
        by.add(key);
        verified.add(verdict);
        if (by.size() >= wanted) {
          counted.addAll(by);
          return verified.getFirst();
        }
      }
    }
    if (!by.isEmpty()) {
      return Unwanted.tooFew(KeyRole.RELEASE, wanted, by.stream().map(ListedKey::key).toList());
    }
    return trust.others(KeyRole.RELEASE).stream()
        .filter(key ->
            check.apply(new ReleaseVerifier(List.of(key.key()))) instanceof Verdict.Verified<T>)
        .findFirst()
        .<Verdict<T>>map(key -> unwanted.refusal(key, KeyRole.RELEASE))
        .orElseGet(
            () -> usable.isEmpty() ? Unwanted.noKey(KeyRole.RELEASE) : check.apply(all(usable)));
  }

  private static ReleaseVerifier all(List<ListedKey> keys) {
    return new ReleaseVerifier(keys.stream().map(ListedKey::key).toList());
  }

  private static Verdict<ReleaseStatement> verified(
      ReleaseVerifier verifier, Signed one, ReleaseExpectation expected) {
    return verifier.verifyStatement(one.content(), one.signature(), expected);
  }

  private static <T> Verdict<T> better(Verdict<T> first, Verdict<T> second) {
    return first instanceof Verdict.Refused<T> && second instanceof Verdict.Verified<T>
        ? second
        : first;
  }
}
