package dev.mintmark.verify.conformance;

import static dev.mintmark.verify.conformance.Cases.wrong;
import static dev.mintmark.verify.conformance.Parts.base64;
import static dev.mintmark.verify.conformance.Parts.bundle;
import static dev.mintmark.verify.conformance.Parts.join;
import static dev.mintmark.verify.conformance.Parts.signature;
import static dev.mintmark.verify.conformance.Parts.statement;
import static dev.mintmark.verify.conformance.Parts.utf8;
import static dev.mintmark.verify.conformance.Parts.with;
import static dev.mintmark.verify.refusal.RefusalCode.BAD_SIGNATURE;
import static dev.mintmark.verify.refusal.RefusalCode.BUNDLE_FORM;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.refusal.RefusalCode;
import java.util.Arrays;
import java.util.List;

/** What is signed, how often, and in what form the signature stands there. */
final class SignatureCases {
  private static final String SIG = base64(signature());
  private static final String ENTRY = "{\"sig\":\"" + SIG + "\"}";

  private SignatureCases() {}

  static List<Case> all() {
    String other = base64(Parts.sign(Keys.SECOND, statement(), Envelope.IN_TOTO));
    byte[] flipped = signature();
    flipped[flipped.length - 1] ^= 1;
    String accented =
        with(statement(), "\"digest\":", "\"annotations\":{\"site\":\"Köln\"},\"digest\":");
    return List.of(
        Case.right(
            "signature-other-half",
            utf8(with(bundle(), SIG, base64(Signatures.otherHalf(signature()))))),
        signatures("no-signature", "", BUNDLE_FORM),
        signatures("two-signatures-same", ENTRY + "," + ENTRY, BUNDLE_FORM),
        signatures(
            "two-signatures-second-of-another-key",
            ENTRY + ",{\"sig\":\"" + other + "\"}",
            BUNDLE_FORM),
        signatures(
            "two-signatures-first-of-another-key",
            "{\"sig\":\"" + other + "\"}," + ENTRY,
            BUNDLE_FORM),
        signatures("signature-null", "null", BUNDLE_FORM),
        signatures("signature-text", "\"" + SIG + "\"", BUNDLE_FORM),
        signatures("signature-without-sig", "{\"keyid\":\"\"}", BUNDLE_FORM),
        signatures("signature-sig-null", "{\"sig\":null}", BUNDLE_FORM),
        signatures(
            "signature-with-extension", "{\"sig\":\"" + SIG + "\",\"extension\":{}}", BUNDLE_FORM),
        wrong("signatures-missing", with(bundle(), "\"signatures\"", "\"signature\""), BUNDLE_FORM),
        wrong("signatures-object", with(bundle(), "[" + ENTRY + "]", ENTRY), BUNDLE_FORM),
        bytes("signature-empty", new byte[0]),
        bytes("signature-one-bit-changed", flipped),
        bytes("signature-cut", Arrays.copyOf(signature(), signature().length - 1)),
        bytes("signature-with-trailing-byte", join(signature(), new byte[1])),
        bytes("signature-twice-in-one", join(signature(), signature())),
        bytes("signature-plain-numbers", Signatures.plain(signature())),
        bytes("signature-zeros", Signatures.zeros()),
        bytes("signature-ones", Signatures.ones()),
        bytes("signature-orders", Signatures.orders()),
        bytes("signature-beyond-the-order", Signatures.beyondTheOrder(signature())),
        bytes("signature-negative", Signatures.negative(signature())),
        bytes("signature-long-length", Signatures.longLength(signature())),
        bytes("signature-padded-number", Signatures.paddedNumber(signature())),
        bytes("signature-three-numbers", Signatures.threeNumbers(signature())),
        bytes("signed-bare-payload", Keys.FIRST.sign(utf8(statement()))),
        bytes("signed-digest-of-payload", Keys.FIRST.sign(Digest.of(utf8(statement())).bytes())),
        bytes("signed-base64-of-payload", Keys.FIRST.sign(encoded(base64(utf8(statement())), 0))),
        bytes("signed-with-wrong-length", Keys.FIRST.sign(encoded(statement(), 1))),
        bytes("signed-with-lower-case-prefix", Keys.FIRST.sign(lower(encoded(statement(), 0)))),
        bytes("signed-image-digest", Keys.FIRST.sign(utf8(Parts.IMAGE.toString()))),
        wrong(
            "signed-counting-characters",
            Parts.bundle(accented, Envelope.IN_TOTO, Keys.FIRST.sign(encoded(accented, -1))),
            BAD_SIGNATURE),
        sig(
            "sig-url-safe",
            Parts.base64(signature()).replace('+', '-').replace('/', '_') + "-",
            BUNDLE_FORM),
        sig("sig-with-line-break", SIG.substring(0, 40) + "\\n" + SIG.substring(40), BUNDLE_FORM),
        sig("sig-with-space", SIG + " ", BUNDLE_FORM),
        sig("sig-in-hex", java.util.HexFormat.of().formatHex(signature()), BUNDLE_FORM),
        sig("sig-padded-twice", SIG + "==", BUNDLE_FORM));
  }

  /** DSSE's encoding, with a payload length that is off by some bytes. */
  private static byte[] encoded(String payload, int off) {
    String head = "DSSEv1 28 " + Envelope.IN_TOTO + " " + (utf8(payload).length + off) + " ";
    return utf8(head + payload);
  }

  private static byte[] lower(byte[] encoded) {
    byte[] changed = encoded.clone();
    changed[0] = 'd';
    return changed;
  }

  private static Case bytes(String name, byte[] signature) {
    return wrong(name, with(bundle(), SIG, base64(signature)), BAD_SIGNATURE);
  }

  private static Case sig(String name, String text, RefusalCode code) {
    return wrong(name, with(bundle(), SIG, text), code);
  }

  private static Case signatures(String name, String entries, RefusalCode code) {
    return wrong(name, with(bundle(), ENTRY, entries), code);
  }
}
