package dev.mintmark.verify.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.List;

/** The bundles of one subject, searched for one attestation. */
final class Attestations {
  private final AttestationRule rule;
  private final List<byte[]> bundles;
  private final Digest subject;
  private String found = "";

  Attestations(AttestationRule rule, List<byte[]> bundles, Digest subject) {
    this.rule = rule;
    this.bundles = List.copyOf(bundles);
    this.subject = subject;
  }

  boolean isSignedBy(VerificationKey key) {
    return bundles.stream().anyMatch(bundle -> fits(bundle, key));
  }

  /** What came nearest to it, for people; reads on from a sentence. */
  String found() {
    return found;
  }

  /** Others' bundles, of whatever form, are none of this rule's. */
  private boolean fits(byte[] bytes, VerificationKey key) {
    try {
      SigstoreBundle bundle = SigstoreBundle.read(bytes);
      Envelope envelope = bundle.envelope();
      if (!bundle.keyHint().equals(key.hint())
          || !envelope.isSignedBy(key)
          || !envelope.payloadType().equals(Envelope.IN_TOTO)) {
        return false;
      }
      Statement statement = Statement.read(envelope.payload());
      return statement.predicateType().equals(rule.predicate())
          && isAbout(statement)
          && says(statement.predicate());
    } catch (RefusedException e) {
      found = "; one bundle was refused: " + e.getMessage();
      return false;
    }
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
}
