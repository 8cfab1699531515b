package dev.mintmark.verify.evidence;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.intoto.Subject;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.json.Fields;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Says whether an evidence key attested something of a type about a manifest. What a release key
 * signed is no evidence, and what an evidence key signed is no release.
 */
public final class AttestationVerifier {
  private final List<VerificationKey> keys;

  /**
   * @param keys evidence keys, any of which may vouch
   */
  public AttestationVerifier(List<VerificationKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a verifier without a key verifies nothing");
    }
    this.keys = List.copyOf(keys);
  }

  /**
   * Verifies a bundle, as cosign 3 finds it.
   *
   * @param subject digest of the manifest that was fetched
   * @param repository logical repository that it was fetched for
   */
  public Verdict<Statement> verifyBundle(
      byte[] bundle, EvidenceType type, Digest subject, String repository) {
    return verdict(() -> {
      SigstoreBundle read = SigstoreBundle.read(bundle);
      VerificationKey by =
          keys.stream()
              .filter(key -> key.hint().equals(read.keyHint()))
              .findFirst()
              .orElseThrow(() ->
                  new RefusedException(
                      RefusalCode.UNKNOWN_KEY,
                      "cannot accept the attestation: it names the key "
                          + read.keyHint()
                          + ", which is no evidence key here"));
      return statement(read.envelope(), List.of(by), type, subject, repository);
    });
  }

  /** Verifies an envelope, as cosign 2 finds it behind the tag {@code .att}. */
  public Verdict<Statement> verifyEnvelope(
      byte[] envelope, EvidenceType type, Digest subject, String repository) {
    return verdict(() -> {
      Fields json =
          new Fields(
              Documents.readEnvelope(envelope, "envelope"), "envelope", RefusalCode.BUNDLE_FORM);
      return statement(Envelope.read(json), keys, type, subject, repository);
    });
  }

  /** Verifies that one of the bundles vouches; when none does, the first one's refusal speaks. */
  public Verdict<Statement> verifyAnyBundle(
      List<byte[]> bundles, EvidenceType type, Digest subject, String repository) {
    return any(
        bundles.stream().map(one -> verifyBundle(one, type, subject, repository)).toList(),
        type,
        subject);
  }

  /** Verifies that one of the envelopes vouches, as {@link #verifyAnyBundle} does. */
  public Verdict<Statement> verifyAnyEnvelope(
      List<byte[]> envelopes, EvidenceType type, Digest subject, String repository) {
    return any(
        envelopes.stream().map(one -> verifyEnvelope(one, type, subject, repository)).toList(),
        type,
        subject);
  }

  private static Verdict<Statement> any(
      List<Verdict<Statement>> verdicts, EvidenceType type, Digest subject) {
    return verdicts.stream()
        .filter(Verdict.Verified.class::isInstance)
        .findFirst()
        .or(() -> verdicts.stream().findFirst())
        .orElseGet(() ->
            new Verdict.Refused<>(
                RefusalCode.NO_EVIDENCE,
                "cannot accept " + subject + ": it has no " + type.words() + " attestation"));
  }

  private static Verdict<Statement> statement(
      Envelope envelope,
      List<VerificationKey> keys,
      EvidenceType type,
      Digest subject,
      String repository) {
    VerificationKey by =
        keys.stream()
            .filter(envelope::isSignedBy)
            .findFirst()
            .orElseThrow(() ->
                new RefusedException(
                    RefusalCode.BAD_SIGNATURE,
                    "cannot accept the attestation: no evidence key made this signature over these bytes"));
    if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
      throw new RefusedException(
          RefusalCode.PAYLOAD_TYPE,
          "cannot accept the attestation: its payload is "
              + envelope.payloadType()
              + ", not an in-toto statement");
    }
    Statement statement = Statement.read(envelope.payload());
    if (!statement.predicateType().equals(type.predicateType())) {
      throw new RefusedException(
          RefusalCode.WRONG_PREDICATE,
          "cannot accept the attestation: it states "
              + statement.predicateType()
              + "; expected "
              + type.predicateType());
    }
    requireSubject(statement, subject, repository);
    if (type == EvidenceType.PROVENANCE) {
      Provenance.check(statement);
    }
    return new Verdict.Verified<>(statement, by);
  }

  private static void requireSubject(Statement statement, Digest subject, String repository) {
    Subject found =
        statement.subjects().stream()
            .filter(one -> one.digest().equals(subject))
            .findFirst()
            .orElseThrow(() ->
                new RefusedException(
                    RefusalCode.WRONG_SUBJECT,
                    "cannot accept the attestation: none of its "
                        + statement.subjects().size()
                        + " subjects is "
                        + subject));
    String name = found.name().orElse("");
    if (!name.equals(repository) && !name.equals(repository + "@" + subject)) {
      throw new RefusedException(
          RefusalCode.WRONG_REPOSITORY,
          "cannot accept the attestation: it is for '" + name + "', not for " + repository);
    }
  }

  private static Verdict<Statement> verdict(Supplier<Verdict<Statement>> verification) {
    try {
      return verification.get();
    } catch (RefusedException e) {
      return new Verdict.Refused<>(e.code(), e.detail());
    }
  }
}
