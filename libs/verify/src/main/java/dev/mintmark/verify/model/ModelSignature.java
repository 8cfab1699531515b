package dev.mintmark.verify.model;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.ArtifactManifest;
import dev.mintmark.verify.cosign.ArtifactManifest.Blob;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A signature over a model's files, as {@code model_signing} writes and reads it: a sigstore bundle
 * whose key is named in that project's own way. Deterministic.
 */
public final class ModelSignature {
  /** The name under which {@code model_signing} looks for a signature. */
  public static final String FILE = "model.sig";

  private ModelSignature() {}

  /** The bundle, JSON. */
  public static byte[] sign(ModelStatement statement, SigningKey key) {
    Envelope envelope = Envelope.sign(Envelope.IN_TOTO, statement.statement().bytes(), key);
    return new SigstoreBundle(hint(key.verificationKey()), envelope).bytes();
  }

  /** The key's name there: hex of the SHA-256 of its PEM text. cosign names it in another way. */
  public static String hint(VerificationKey key) {
    return Digest.of(key.pem()).hex();
  }

  /**
   * The manifest that attaches a signature to a model artifact. Its type is its own, so that
   * nothing that looks for signatures of images finds it.
   *
   * @param created goes into the annotations, in place of a clock
   */
  public static ArtifactManifest referrer(byte[] bundle, Artifact model, Instant created) {
    return ArtifactManifest.referrer(
        MediaTypes.MODEL_SIGNATURE,
        List.of(Blob.file(bundle, MediaTypes.MODEL_SIGNATURE, FILE)),
        model,
        Map.of(),
        created);
  }
}
