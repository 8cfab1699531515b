package dev.mintmark.verify.conformance;

import static dev.mintmark.verify.conformance.Cases.wrong;
import static dev.mintmark.verify.conformance.Parts.MEDIA;
import static dev.mintmark.verify.conformance.Parts.base64;
import static dev.mintmark.verify.conformance.Parts.bundle;
import static dev.mintmark.verify.conformance.Parts.statement;
import static dev.mintmark.verify.conformance.Parts.utf8;
import static dev.mintmark.verify.conformance.Parts.with;
import static dev.mintmark.verify.refusal.RefusalCode.BAD_SIGNATURE;
import static dev.mintmark.verify.refusal.RefusalCode.BUNDLE_FORM;
import static dev.mintmark.verify.refusal.RefusalCode.JSON;
import static dev.mintmark.verify.refusal.RefusalCode.PAYLOAD_TYPE;
import static dev.mintmark.verify.refusal.RefusalCode.STATEMENT_FORM;

import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.refusal.RefusalCode;
import java.util.List;

/** Media types, payload types, payloads, and message signatures in place of envelopes. */
final class EnvelopeCases {
  private static final String PAYLOAD = base64(utf8(statement()));
  private static final String MESSAGE =
      "\"messageSignature\":{\"messageDigest\":{\"algorithm\":\"SHA2_256\",\"digest\":\"%s\"},\"signature\":\"%s\"}"
          .formatted(
              base64(Parts.IMAGE.bytes()),
              base64(Keys.FIRST.sign(utf8("the image of the fixtures"))));

  private EnvelopeCases() {}

  static List<Case> all() {
    String envelope =
        bundle().substring(bundle().indexOf("\"dsseEnvelope\""), bundle().length() - 1);
    String inner = envelope.substring(envelope.indexOf('{'));
    String spaced =
        with(bundle(), PAYLOAD, PAYLOAD.substring(0, 76) + "\\n" + PAYLOAD.substring(76));
    String unpadded = PAYLOAD.replace("=", "");
    return List.of(
        media("media-type-v0.1", "application/vnd.dev.sigstore.bundle+json;version=0.1"),
        media("media-type-v0.2", "application/vnd.dev.sigstore.bundle+json;version=0.2"),
        media(
            "media-type-v0.3-as-parameter", "application/vnd.dev.sigstore.bundle+json;version=0.3"),
        media("media-type-v0.4", "application/vnd.dev.sigstore.bundle.v0.4+json"),
        media("media-type-in-capitals", MEDIA.toUpperCase(java.util.Locale.ROOT)),
        media("media-type-with-space", MEDIA + " "),
        media("media-type-empty", ""),
        media("media-type-of-an-envelope", "application/vnd.dsse.envelope.v1+json"),
        wrong(
            "media-type-missing",
            with(bundle(), "\"mediaType\":\"" + MEDIA + "\",", ""),
            BUNDLE_FORM),
        wrong("media-type-null", with(bundle(), "\"" + MEDIA + "\"", "null"), BUNDLE_FORM),
        wrong(
            "media-type-list",
            with(bundle(), "\"" + MEDIA + "\"", "[\"" + MEDIA + "\"]"),
            BUNDLE_FORM),
        wrong(
            "field-more-in-the-bundle",
            with(bundle(), "{\"mediaType\"", "{\"x\":1,\"mediaType\""),
            BUNDLE_FORM),
        wrong(
            "field-more-in-the-envelope",
            with(bundle(), "{\"payload\"", "{\"x\":1,\"payload\""),
            BUNDLE_FORM),
        wrong("message-signature", with(bundle(), envelope, MESSAGE), BUNDLE_FORM),
        wrong(
            "message-signature-beside-the-envelope",
            with(bundle(), envelope, MESSAGE + "," + envelope),
            BUNDLE_FORM),
        wrong("neither-envelope-nor-message", with(bundle(), "," + envelope, ""), BUNDLE_FORM),
        wrong("envelope-null", with(bundle(), inner, "null"), BUNDLE_FORM),
        wrong("envelope-list", with(bundle(), inner, "[" + inner + "]"), BUNDLE_FORM),
        wrong("envelope-alone", inner, BUNDLE_FORM),
        type("payload-type-changed-afterwards", "text/plain", BAD_SIGNATURE),
        type("payload-type-with-space-afterwards", Envelope.IN_TOTO + " ", BAD_SIGNATURE),
        type("payload-type-empty-afterwards", "", BAD_SIGNATURE),
        signedAs("payload-type-json", "application/json"),
        signedAs("payload-type-in-capitals", "application/vnd.in-toto+JSON"),
        signedAs("payload-type-with-parameter", Envelope.IN_TOTO + "; charset=utf-8"),
        signedAs(
            "payload-type-of-simple-signing", "application/vnd.dev.cosign.simplesigning.v1+json"),
        wrong(
            "payload-type-missing",
            with(bundle(), "\"payloadType\":\"" + Envelope.IN_TOTO + "\",", ""),
            BUNDLE_FORM),
        wrong(
            "payload-type-null",
            with(bundle(), "\"" + Envelope.IN_TOTO + "\"", "null"),
            BUNDLE_FORM),
        payload(
            "payload-of-another-image",
            base64(utf8(statement().replace(Parts.IMAGE.hex(), Parts.ANOTHER.hex()))),
            BAD_SIGNATURE),
        payload("payload-with-a-space-more", base64(utf8(statement() + " ")), BAD_SIGNATURE),
        payload("payload-empty", "", BAD_SIGNATURE),
        payload(
            "payload-without-padding",
            unpadded + (unpadded.equals(PAYLOAD) ? "A" : ""),
            BUNDLE_FORM),
        payload("payload-not-base64", "{}", BUNDLE_FORM),
        payload("payload-url-safe", "_-__" + PAYLOAD, BUNDLE_FORM),
        payload("payload-with-stray-bits", strayBits(), BUNDLE_FORM),
        payload("payload-plain-json", "{\\\"_type\\\":1}", BUNDLE_FORM),
        wrong("payload-with-line-break", spaced, BUNDLE_FORM),
        wrong("payload-null", with(bundle(), "\"" + PAYLOAD + "\"", "null"), BUNDLE_FORM),
        wrong("payload-object", with(bundle(), "\"" + PAYLOAD + "\"", "{}"), BUNDLE_FORM),
        wrong("payload-signed-nothing", Parts.signed(""), JSON),
        wrong("payload-signed-list", Parts.signed("[]"), JSON),
        wrong("payload-signed-text", Parts.signed("release"), JSON),
        wrong("payload-signed-empty-object", Parts.signed("{}"), STATEMENT_FORM));
  }

  /** Ends in a character whose last bits do not count for a lax reader. */
  private static String strayBits() {
    return "QUJDRB==";
  }

  private static Case media(String name, String type) {
    return wrong(name, with(bundle(), MEDIA, type), BUNDLE_FORM);
  }

  private static Case type(String name, String type, RefusalCode code) {
    return wrong(name, with(bundle(), "\"" + Envelope.IN_TOTO + "\"", "\"" + type + "\""), code);
  }

  private static Case signedAs(String name, String type) {
    return wrong(name, Parts.signed(statement(), type), PAYLOAD_TYPE);
  }

  private static Case payload(String name, String payload, RefusalCode code) {
    return wrong(name, with(bundle(), "\"" + PAYLOAD + "\"", "\"" + payload + "\""), code);
  }
}
