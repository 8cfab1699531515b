package dev.mintmark.verify.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.key.SigningKey;
import java.nio.ByteBuffer;
import java.util.Base64;

/** Bundles put together from text, so that each can be wrong in any way. */
final class Parts {
  static final String REPOSITORY = "vision/face-detect";
  static final Digest IMAGE = Digest.of("the image of the fixtures".getBytes(UTF_8));
  static final Digest ANOTHER = Digest.of("another image".getBytes(UTF_8));
  static final String HINT = Keys.FIRST.verificationKey().hint();
  static final String MEDIA = "application/vnd.dev.sigstore.bundle.v0.3+json";

  private static final String STATEMENT =
      """
      {"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"%s","digest":{"sha256":"%s"}}],\
      "predicateType":"https://sigstore.dev/cosign/sign/v1","predicate":{}}\
      """;
  private static final String BUNDLE =
      """
      {"mediaType":"%s","verificationMaterial":{"publicKey":{"hint":"%s"}},\
      "dsseEnvelope":{"payload":"%s","payloadType":"%s","signatures":[{"sig":"%s"}]}}\
      """;

  private Parts() {}

  /** What a release signature states. */
  static String statement() {
    return STATEMENT.formatted(REPOSITORY, IMAGE.hex());
  }

  /** The right bundle. */
  static String bundle() {
    return signed(statement());
  }

  /** A right signature over any statement. */
  static String signed(String statement) {
    return signed(statement, Envelope.IN_TOTO);
  }

  /** The same under any payload type. */
  static String signed(String statement, String payloadType) {
    return bundle(statement, payloadType, sign(Keys.FIRST, statement, payloadType));
  }

  /** The first key's hint over any signature. */
  static String bundle(String statement, String payloadType, byte[] signature) {
    return BUNDLE.formatted(
        MEDIA, HINT, base64(statement.getBytes(UTF_8)), payloadType, base64(signature));
  }

  static byte[] sign(SigningKey key, String statement, String payloadType) {
    return key.sign(Envelope.preAuthenticationEncoding(payloadType, statement.getBytes(UTF_8)));
  }

  /** DER of the right bundle's signature. */
  static byte[] signature() {
    return sign(Keys.FIRST, statement(), Envelope.IN_TOTO);
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  /** The text with exactly one place changed. */
  static String with(String text, String old, String replacement) {
    int at = text.indexOf(old);
    if (at < 0 || text.equals(text.replace(old, replacement))) {
      throw new IllegalArgumentException("no '" + old + "' to change in " + text);
    }
    return text.substring(0, at) + replacement + text.substring(at + old.length());
  }

  static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
