package dev.mintmark.verify.model;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Says whether a model is file for file what a trusted key signed, and nothing more. */
public final class ModelVerifier {
  private final List<VerificationKey> keys;

  /**
   * @param keys any of which may vouch
   */
  public ModelVerifier(List<VerificationKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a verifier without a key verifies nothing");
    }
    this.keys = List.copyOf(keys);
  }

  /** Verifies files whose digests are known; none of them counts as ignored. */
  public Verdict<ModelStatement> verify(byte[] bundle, ModelFiles files) {
    return verdict(bundle, signed -> files);
  }

  /**
   * Verifies a model on a disk, but what the signed statement leaves out.
   *
   * @param signatureFile where the bundle is kept: in the model it does not count either
   */
  public Verdict<ModelStatement> verify(byte[] bundle, ModelFolder model, Path signatureFile) {
    return verdict(
        bundle,
        signed -> {
          Collection<ModelPath> ignored = new TreeSet<>(signed.ignored());
          model.inside(signatureFile).ifPresent(ignored::add);
          return model.files(ignored);
        });
  }

  private Verdict<ModelStatement> verdict(
      byte[] bytes, Function<ModelStatement, ModelFiles> model) {
    try {
      SigstoreBundle bundle = SigstoreBundle.read(bytes);
      VerificationKey by = keyNamed(bundle.keyHint());
      ModelStatement signed = signed(bundle.envelope(), by);
      requireSame(signed.files().digests(), model.apply(signed).digests());
      return new Verdict.Verified<>(signed, by);
    } catch (RefusedException e) {
      return new Verdict.Refused<>(e.code(), e.detail());
    }
  }

  private VerificationKey keyNamed(String hint) {
    return keys.stream()
        .filter(key -> ModelSignature.hint(key).equals(hint))
        .findFirst()
        .orElseThrow(() ->
            new RefusedException(
                RefusalCode.UNKNOWN_KEY,
                "cannot accept the model signature: it names the key '"
                    + hint.replaceAll("\\p{C}", "?")
                    + "', which is not trusted here"));
  }

  private static ModelStatement signed(Envelope envelope, VerificationKey by) {
    if (!envelope.isSignedBy(by)) {
      throw new RefusedException(
          RefusalCode.BAD_SIGNATURE,
          "cannot accept the model signature: the key that it names did not make it over these"
              + " bytes");
    }
    if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
      throw new RefusedException(
          RefusalCode.PAYLOAD_TYPE,
          "cannot accept the model signature: its payload is "
              + envelope.payloadType()
              + ", not an in-toto statement");
    }
    return ModelStatement.read(Statement.read(envelope.payload()));
  }

  private static void requireSame(
      SortedMap<ModelPath, Digest> signed, SortedMap<ModelPath, Digest> found) {
    SortedMap<ModelPath, Digest> changed = new TreeMap<>(signed);
    changed.entrySet().removeIf(e -> differsNot(e.getValue(), found, e.getKey()));
    SortedMap<ModelPath, Digest> missing = new TreeMap<>(signed);
    missing.keySet().removeAll(found.keySet());
    SortedMap<ModelPath, Digest> more = new TreeMap<>(found);
    more.keySet().removeAll(signed.keySet());
    if (!changed.isEmpty()) {
      throw refused(RefusalCode.MODEL_FILE_CHANGED, words(changed) + " not what was signed");
    }
    if (!missing.isEmpty()) {
      String instead = more.isEmpty() ? "" : ", and " + words(more) + " there that nobody signed";
      throw refused(RefusalCode.MODEL_FILE_MISSING, words(missing) + " not there" + instead);
    }
    if (!more.isEmpty()) {
      throw refused(RefusalCode.MODEL_FILE_UNSIGNED, words(more) + " there that nobody signed");
    }
  }

  private static boolean differsNot(
      Digest signed, SortedMap<ModelPath, Digest> found, ModelPath path) {
    return !found.containsKey(path) || signed.equals(found.get(path));
  }

  private static String words(SortedMap<ModelPath, Digest> files) {
    return files.size() == 1
        ? files.firstKey() + " is"
        : files.firstKey() + " and " + (files.size() - 1) + " more are";
  }

  private static RefusedException refused(RefusalCode code, String found) {
    return new RefusedException(code, "cannot accept the model: " + found + "; get it again");
  }
}
