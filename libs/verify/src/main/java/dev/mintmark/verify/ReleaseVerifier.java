package dev.mintmark.verify;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.ImageSigner;
import dev.mintmark.verify.cosign.SimpleSigning;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.intoto.Subject;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import dev.mintmark.verify.release.ReleaseEnv;
import dev.mintmark.verify.release.ReleaseExpectation;
import dev.mintmark.verify.release.ReleaseStatement;
import dev.mintmark.verify.release.StatementSignature;
import java.util.List;
import java.util.function.Supplier;

/**
 * Says whether something is a release that a trusted key signed. Stricter than cosign, which takes
 * any statement of a key, be it a failed test's, for an image signature: here the predicate type
 * must say that this is one.
 */
public final class ReleaseVerifier {
  private final List<VerificationKey> keys;

  /**
   * @param keys release keys, any of which may vouch
   */
  public ReleaseVerifier(List<VerificationKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a verifier without a key verifies nothing");
    }
    this.keys = List.copyOf(keys);
  }

  /**
   * Verifies a bundle over a manifest.
   *
   * @param subject digest of the manifest that was fetched
   * @param repository logical repository that the manifest was fetched for
   */
  public Verdict<Digest> verifyBundle(byte[] bundle, Digest subject, String repository) {
    return verdict(() -> bundle(bundle, subject, repository));
  }

  /**
   * Verifies that at least one of the bundles vouches; when none does, the first one's refusal is
   * the verdict.
   */
  public Verdict<Digest> verifyAnyBundle(List<byte[]> bundles, Digest subject, String repository) {
    List<Verdict<Digest>> verdicts =
        bundles.stream().map(bundle -> verifyBundle(bundle, subject, repository)).toList();
    return verdicts.stream()
        .filter(Verdict.Verified.class::isInstance)
        .findFirst()
        .orElseGet(() -> verdicts.isEmpty() ? unsigned(subject) : verdicts.getFirst());
  }

  /**
   * Verifies a cosign 2 signature.
   *
   * @param signature DER
   */
  public Verdict<Digest> verifySimpleSigning(
      byte[] payload, byte[] signature, Digest subject, String repository) {
    return verdict(() -> {
      VerificationKey by = anyKey(payload, signature, "simple signing payload");
      SimpleSigning signed = SimpleSigning.read(payload);
      requireSubject(subject, signed.manifest());
      requireRepository(repository, signed.repository());
      return new Verdict.Verified<>(subject, by);
    });
  }

  /**
   * Verifies a release statement. Its bytes are not looked at before its signature holds.
   *
   * @param signatureFile as {@link StatementSignature} writes it
   */
  public Verdict<ReleaseStatement> verifyStatement(
      byte[] statement, byte[] signatureFile, ReleaseExpectation expected) {
    return verdict(() -> {
      byte[] signature = StatementSignature.read(signatureFile);
      VerificationKey by = anyKey(statement, signature, "release statement");
      ReleaseStatement read = ReleaseEnv.read(statement);
      expected.check(read);
      return new Verdict.Verified<>(read, by);
    });
  }

  private static Verdict<Digest> unsigned(Digest subject) {
    return new Verdict.Refused<>(
        RefusalCode.NO_SIGNATURE, "cannot accept " + subject + ": it has no signature");
  }

  private Verdict<Digest> bundle(byte[] bytes, Digest subject, String repository) {
    SigstoreBundle bundle = SigstoreBundle.read(bytes);
    VerificationKey by = keyNamed(bundle.keyHint());
    Envelope envelope = bundle.envelope();
    if (!envelope.isSignedBy(by)) {
      throw badSignature("bundle");
    }
    Subject signed = releaseSubject(envelope);
    requireSubject(subject, signed.digest());
    signed.name().ifPresent(name -> requireRepository(repository, name));
    return new Verdict.Verified<>(subject, by);
  }

  private static Subject releaseSubject(Envelope envelope) {
    if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
      throw new RefusedException(
          RefusalCode.PAYLOAD_TYPE,
          "cannot accept the signature: its payload is "
              + envelope.payloadType()
              + ", not an in-toto statement");
    }
    Statement statement = Statement.read(envelope.payload());
    if (!statement.predicateType().equals(ImageSigner.PREDICATE_TYPE)) {
      throw new RefusedException(
          RefusalCode.WRONG_PREDICATE,
          "cannot accept the signature: it states "
              + statement.predicateType()
              + ", which does not make a release; expected "
              + ImageSigner.PREDICATE_TYPE);
    }
    if (statement.subjects().size() != 1) {
      throw new RefusedException(
          RefusalCode.STATEMENT_FORM,
          "cannot accept the signature: it has "
              + statement.subjects().size()
              + " subjects, not 1");
    }
    return statement.subjects().getFirst();
  }

  private VerificationKey keyNamed(String hint) {
    return keys.stream()
        .filter(key -> key.hint().equals(hint))
        .findFirst()
        .orElseThrow(() ->
            new RefusedException(
                RefusalCode.UNKNOWN_KEY,
                "cannot accept the bundle: it names the key "
                    + hint
                    + ", which is not trusted here"));
  }

  private VerificationKey anyKey(byte[] data, byte[] signature, String what) {
    return keys.stream()
        .filter(key -> key.verifies(data, signature))
        .findFirst()
        .orElseThrow(() -> badSignature(what));
  }

  private static RefusedException badSignature(String what) {
    return new RefusedException(
        RefusalCode.BAD_SIGNATURE,
        "cannot accept the " + what + ": no trusted key made this signature over these bytes");
  }

  private static void requireSubject(Digest expected, Digest found) {
    if (!expected.equals(found)) {
      throw new RefusedException(
          RefusalCode.WRONG_SUBJECT,
          "cannot accept the signature: it is for " + found + ", not for " + expected);
    }
  }

  private static void requireRepository(String expected, String found) {
    if (!expected.equals(found)) {
      throw new RefusedException(
          RefusalCode.WRONG_REPOSITORY,
          "cannot accept the signature: it is for the repository "
              + found
              + ", not for "
              + expected);
    }
  }

  private static <T> Verdict<T> verdict(Supplier<Verdict<T>> verification) {
    try {
      return verification.get();
    } catch (RefusedException e) {
      return new Verdict.Refused<>(e.code(), e.detail());
    }
  }
}
