package dev.mintmark.verify.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One attestation that a policy wants, searched among bundles as they come. For one thread. */
public final class Attestations {
  private final AttestationRule rule;
  private final Digest subject;
  private final int wanted;
  private final Count<Digest> count;
  private String found = "";

  /**
   * @param count makes what counts the keys by a check
   */
  Attestations(
      AttestationRule rule,
      Digest subject,
      int wanted,
      Function<Count.Check<Digest>, Count<Digest>> count) {
    this.rule = rule;
    this.subject = subject;
    this.wanted = wanted;
    this.count = count.apply(this::check);
  }

  /** Looks at a bundle; says whether enough keys attested. */
  public boolean take(byte[] bundle) {
    return count.take(bundle);
  }

  /** What came of it. */
  public Verdict<Digest> verdict() {
    List<VerificationKey> by = count.by();
    return count.isEnough()
        ? new Verdict.Verified<>(subject, by.getFirst())
        : refused(
            "%d keys of the role %s must attest %s%s, %d did%s"
                .formatted(
                    wanted,
                    rule.role().word(),
                    rule.predicate(),
                    rule.where().isEmpty() ? "" : " with " + rule.where(),
                    by.size(),
                    count.whyNot().map(why -> "; one does not count: " + why).orElse(found)));
  }

  /** Others' bundles, of whatever form, are none of this rule's. */
  private Verdict<Digest> check(byte[] bytes, List<VerificationKey> keys) {
    try {
      SigstoreBundle bundle = SigstoreBundle.read(bytes);
      Envelope envelope = bundle.envelope();
      Optional<VerificationKey> by =
          keys.stream()
              .filter(key -> bundle.keyHint().equals(key.hint()) && envelope.isSignedBy(key))
              .findFirst();
      if (by.isPresent() && envelope.payloadType().equals(Envelope.IN_TOTO)) {
        Statement statement = Statement.read(envelope.payload());
        if (statement.predicateType().equals(rule.predicate())
            && isAbout(statement)
            && says(statement.predicate())) {
          return new Verdict.Verified<>(subject, by.get());
        }
      }
    } catch (RefusedException e) {
      found = "; one bundle was refused: " + e.getMessage();
    }
    return refused("it is another attestation");
  }

  private boolean isAbout(Statement statement) {
    if (statement.subjects().stream().anyMatch(s -> s.digest().equals(subject))) {
      return true;
    }
    found = "; one is for " + statement.subjects().getFirst().digest();
    return false;
  }

  private boolean says(ObjectNode predicate) {
    for (var wish : rule.where().entrySet()) {
      if (!predicate.path(wish.getKey()).isTextual()
          || !predicate.path(wish.getKey()).textValue().equals(wish.getValue())) {
        found = "; one says " + wish.getKey() + ": " + predicate.path(wish.getKey());
        return false;
      }
    }
    return true;
  }

  private Verdict.Refused<Digest> refused(String why) {
    return new Verdict.Refused<>(
        RefusalCode.ATTESTATION, "cannot accept %s: %s".formatted(subject, why));
  }
}
