package dev.mintmark.verify.bundle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.json.Fields;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;

/**
 * A DSSE envelope and the name of the key that signed it (protobuf-specs, sigstore_bundle.proto).
 *
 * @param keyHint Base64 of the SHA-256 of the public key's DER, as cosign writes it
 */
public record SigstoreBundle(String keyHint, Envelope envelope) {
  public static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  private static final String WHAT = "sigstore bundle";

  public static SigstoreBundle sign(Statement statement, SigningKey key) {
    return new SigstoreBundle(
        key.verificationKey().hint(), Envelope.sign(Envelope.IN_TOTO, statement.bytes(), key));
  }

  /** The compact JSON form, ASCII. */
  public byte[] bytes() {
    ObjectNode json = CanonicalJson.object();
    json.put("mediaType", MEDIA_TYPE);
    json.putObject("verificationMaterial").putObject("publicKey").put("hint", keyHint);
    json.set("dsseEnvelope", envelope.json());
    return CanonicalJson.write(json);
  }

  /**
   * Reads the JSON form. Log entries, timestamps and certificates are refused: nothing here checks
   * them, so nothing here may seem to.
   *
   * @throws RefusedException VER-010, VER-011
   */
  public static SigstoreBundle read(byte[] bytes) {
    Fields json =
        new Fields(Documents.readEnvelope(bytes, WHAT), WHAT, RefusalCode.BUNDLE_FORM)
            .only("mediaType", "verificationMaterial", "dsseEnvelope");
    json.require("mediaType", MEDIA_TYPE);
    Fields material = json.object("verificationMaterial").only("publicKey", "tlogEntries");
    if (!material.objects("tlogEntries").isEmpty()) {
      throw material.refused("has transparency log entries, which are not verified here");
    }
    String hint = material.object("publicKey").only("hint").string("hint");
    return new SigstoreBundle(hint, Envelope.read(json.object("dsseEnvelope")));
  }
}
