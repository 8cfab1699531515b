package dev.mintmark.verify.policy;

import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.keyset.ListedKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Counts the keys that vouch for one thing, as one candidate after the other comes: what anybody
 * may attach to a release need not be kept. For one thread.
 */
public final class Count<T> {
  /** Says whether one of the keys vouches by a candidate. */
  @FunctionalInterface
  public interface Check<T> {
    /**
     * The verdict on a candidate.
     *
     * @param keys at least one
     */
    Verdict<T> of(byte[] candidate, List<VerificationKey> keys);
  }

  private final KeyRole role;
  private final int wanted;
  private final List<VerificationKey> usable;
  private final List<ListedKey> others;
  private final Unwanted unwanted;
  private final Check<T> check;
  private final List<Verdict.Verified<T>> by = new ArrayList<>();
  private Optional<Verdict<T>> first = Optional.empty();
  private Optional<Verdict<T>> known = Optional.empty();

  /**
   * @param usable keys that may be counted
   * @param others known keys that may not
   */
  Count(
      KeyRole role,
      int wanted,
      List<ListedKey> usable,
      List<ListedKey> others,
      Unwanted unwanted,
      Check<T> check) {
    this.role = role;
    this.wanted = wanted;
    this.usable = usable.stream().map(ListedKey::key).toList();
    this.others = List.copyOf(others);
    this.unwanted = unwanted;
    this.check = check;
  }

  /** Looks at a candidate; says whether enough keys vouch. */
  public boolean take(byte[] candidate) {
    if (!isEnough()) {
      switch (of(candidate)) {
        case Verdict.Verified<T> verified -> count(verified);
        case Verdict.Refused<T> refused -> {
          first = first.or(() -> Optional.of(refused));
          known = known.or(() -> known(candidate));
        }
      }
    }
    return isEnough();
  }

  /** Keys that vouch, in the order in which they were found. */
  public List<VerificationKey> by() {
    return by.stream().map(Verdict.Verified::by).toList();
  }

  /**
   * What came of it: the first that holds, where enough do; else why not.
   *
   * @param none said where there was no candidate
   */
  public Verdict<T> verdict(Supplier<Verdict.Refused<T>> none) {
    if (isEnough()) {
      return by.getFirst();
    }
    return by.isEmpty()
        ? known.or(() -> first).orElseGet(none)
        : Unwanted.tooFew(role, wanted, by());
  }

  /** Why a key that is known was not counted; empty where none was met. */
  Optional<String> whyNot() {
    return known.map(verdict ->
        switch (verdict) {
          case Verdict.Verified<T> verified -> "";
          case Verdict.Refused<T> refused -> refused.message();
        });
  }

  boolean isEnough() {
    return by.size() >= wanted;
  }

  private Verdict<T> of(byte[] candidate) {
    return usable.isEmpty() ? Unwanted.noKey(role) : check.of(candidate, usable);
  }

  private void count(Verdict.Verified<T> verified) {
    if (!by().contains(verified.by())) {
      by.add(verified);
    }
  }

  private Optional<Verdict<T>> known(byte[] candidate) {
    List<VerificationKey> keys = others.stream().map(ListedKey::key).toList();
    return !keys.isEmpty() && check.of(candidate, keys) instanceof Verdict.Verified<T> verified
        ? others.stream()
            .filter(key -> key.key().equals(verified.by()))
            .findFirst()
            .map(key -> unwanted.refusal(key, role))
        : Optional.empty();
  }
}
