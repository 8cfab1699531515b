package dev.mintmark.verify.conformance;

import static dev.mintmark.verify.conformance.Cases.wrong;
import static dev.mintmark.verify.conformance.Parts.HINT;
import static dev.mintmark.verify.conformance.Parts.bundle;
import static dev.mintmark.verify.conformance.Parts.with;
import static dev.mintmark.verify.refusal.RefusalCode.BAD_SIGNATURE;
import static dev.mintmark.verify.refusal.RefusalCode.BUNDLE_FORM;
import static dev.mintmark.verify.refusal.RefusalCode.UNKNOWN_KEY;

import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.model.ModelSignature;
import java.util.HexFormat;
import java.util.List;

/** Which key signed, and which one the bundle names. */
final class KeyCases {
  private KeyCases() {}

  static List<Case> all() {
    String other = Keys.SECOND.verificationKey().hint();
    byte[] byOther = Parts.sign(Keys.SECOND, Parts.statement(), Envelope.IN_TOTO);
    String signedByOther = Parts.bundle(Parts.statement(), Envelope.IN_TOTO, byOther);
    String hex = HexFormat.of().formatHex(java.util.Base64.getDecoder().decode(HINT));
    return List.of(
        wrong("managed-key-wrong-key", with(signedByOther, HINT, other), UNKNOWN_KEY),
        wrong("managed-key-wrong-key-right-hint", signedByOther, BAD_SIGNATURE),
        wrong("managed-key-right-key-lying-hint", with(bundle(), HINT, other), UNKNOWN_KEY),
        hint("hint-empty", "", UNKNOWN_KEY),
        hint("hint-in-hex", hex, UNKNOWN_KEY),
        hint("hint-without-padding", HINT.replace("=", ""), UNKNOWN_KEY),
        hint(
            "hint-url-safe",
            HINT.replace('+', '-').replace('/', '_').replace("=", ""),
            UNKNOWN_KEY),
        hint("hint-with-space", HINT + " ", UNKNOWN_KEY),
        hint("hint-with-line-break", HINT + "\\n", UNKNOWN_KEY),
        hint("hint-with-zero-byte", HINT + "\\u0000", UNKNOWN_KEY),
        hint(
            "hint-of-model-signing",
            ModelSignature.hint(Keys.FIRST.verificationKey()),
            UNKNOWN_KEY),
        hint("hint-that-is-everything", "*", UNKNOWN_KEY),
        material("hint-null", "{\"hint\":null}", BUNDLE_FORM),
        material("hint-number", "{\"hint\":1}", BUNDLE_FORM),
        material("hint-list", "{\"hint\":[\"" + HINT + "\"]}", BUNDLE_FORM),
        material("hint-missing", "{}", BUNDLE_FORM),
        material("key-null", "null", BUNDLE_FORM),
        material("key-list", "[]", BUNDLE_FORM),
        material(
            "key-inside-the-bundle",
            "{\"hint\":\"" + HINT + "\",\"rawBytes\":\"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\"}",
            BUNDLE_FORM),
        wrong(
            "certificate-in-place-of-a-key",
            with(
                bundle(),
                "\"publicKey\":{\"hint\":\"" + HINT + "\"}",
                "\"certificate\":{\"rawBytes\":\"MIIB\"}"),
            BUNDLE_FORM),
        wrong(
            "certificate-beside-the-key",
            with(
                bundle(),
                "{\"publicKey\"",
                "{\"certificate\":{\"rawBytes\":\"MIIB\"},\"publicKey\""),
            BUNDLE_FORM),
        wrong(
            "certificate-chain-beside-the-key",
            with(
                bundle(),
                "{\"publicKey\"",
                "{\"x509CertificateChain\":{\"certificates\":[]},\"publicKey\""),
            BUNDLE_FORM),
        wrong("material-missing", with(bundle(), "verificationMaterial", "material"), BUNDLE_FORM));
  }

  private static Case hint(String name, String hint, dev.mintmark.verify.refusal.RefusalCode code) {
    return wrong(name, with(bundle(), HINT, hint), code);
  }

  private static Case material(
      String name, String key, dev.mintmark.verify.refusal.RefusalCode code) {
    return wrong(name, with(bundle(), "{\"hint\":\"" + HINT + "\"}", key), code);
  }
}
