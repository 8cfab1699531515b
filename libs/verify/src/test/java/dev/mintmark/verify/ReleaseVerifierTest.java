package dev.mintmark.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.ImageSigner;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.intoto.Subject;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.refusal.RefusalCode;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReleaseVerifierTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKey OTHER = SigningKey.generate();
  private static final String REPOSITORY = "vision/face-detect";
  private static final Digest IMAGE = Digest.of("image".getBytes(UTF_8));
  private static final Digest ANOTHER = Digest.of("another".getBytes(UTF_8));
  private static final ReleaseVerifier VERIFIER =
      new ReleaseVerifier(List.of(KEY.verificationKey()));

  @Test
  void verifiesABundleOfItsKey() {
    assertThat(VERIFIER.verifyBundle(good(), IMAGE, REPOSITORY))
        .isEqualTo(new Verdict.Verified<>(IMAGE, KEY.verificationKey()));
  }

  @Test
  void verifiesWithAnyOfItsKeysAndSaysWhich() {
    ReleaseVerifier both =
        new ReleaseVerifier(List.of(OTHER.verificationKey(), KEY.verificationKey()));
    assertThat(both.verifyBundle(good(), IMAGE, REPOSITORY))
        .isEqualTo(new Verdict.Verified<>(IMAGE, KEY.verificationKey()));
  }

  @Test
  void signsTheSameBundleAgain() {
    assertThat(good()).isEqualTo(good());
  }

  static Stream<Arguments> tamperedBundles() {
    return Stream.of(
        json("media type of v0.1", b -> b.put("mediaType", "x/v0.1"), RefusalCode.BUNDLE_FORM),
        json("no media type", b -> b.remove("mediaType"), RefusalCode.BUNDLE_FORM),
        json("an unknown field", b -> b.put("extra", 1), RefusalCode.BUNDLE_FORM),
        json(
            "a message signature in place of an envelope",
            b -> b.set("messageSignature", b.remove("dsseEnvelope")),
            RefusalCode.BUNDLE_FORM),
        json("no envelope", b -> b.remove("dsseEnvelope"), RefusalCode.BUNDLE_FORM),
        json("no key", b -> b.putObject("verificationMaterial"), RefusalCode.BUNDLE_FORM),
        json("a certificate", b -> material(b).putObject("certificate"), RefusalCode.BUNDLE_FORM),
        json(
            "a log entry",
            b -> material(b).putArray("tlogEntries").addObject(),
            RefusalCode.BUNDLE_FORM),
        json(
            "a timestamp",
            b -> material(b).putObject("timestampVerificationData"),
            RefusalCode.BUNDLE_FORM),
        json("a hint that is null", b -> key(b).putNull("hint"), RefusalCode.BUNDLE_FORM),
        json("an empty hint", b -> key(b).put("hint", ""), RefusalCode.UNKNOWN_KEY),
        json(
            "the hint of another key",
            b -> key(b).put("hint", OTHER.verificationKey().hint()),
            RefusalCode.UNKNOWN_KEY),
        json("no signature", b -> signatures(b).removeAll(), RefusalCode.BUNDLE_FORM),
        json(
            "two signatures",
            b -> signatures(b).add(signatures(b).get(0).deepCopy()),
            RefusalCode.BUNDLE_FORM),
        json("an empty signature", b -> signature(b).put("sig", ""), RefusalCode.BAD_SIGNATURE),
        json("not Base64", b -> signature(b).put("sig", "*"), RefusalCode.BUNDLE_FORM),
        json("Base64 without padding", b -> signature(b).put("sig", "AA"), RefusalCode.BUNDLE_FORM),
        json(
            "the signature of another key",
            b -> signature(b).put("sig", resigned(b, OTHER)),
            RefusalCode.BAD_SIGNATURE),
        json(
            "a signature over the bare payload",
            b -> signature(b).put("sig", base64(KEY.sign(payload(b)))),
            RefusalCode.BAD_SIGNATURE),
        json(
            "another payload type",
            b -> envelope(b).put("payloadType", "text/plain"),
            RefusalCode.BAD_SIGNATURE),
        json(
            "a changed digest",
            b -> replace(b, IMAGE.hex(), ANOTHER.hex()),
            RefusalCode.BAD_SIGNATURE),
        json("a space more in the payload", b -> replace(b, "}", "} "), RefusalCode.BAD_SIGNATURE),
        json("a payload of null", b -> envelope(b).putNull("payload"), RefusalCode.BUNDLE_FORM));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tamperedBundles")
  void refusesATamperedBundle(String name, byte[] bundle, RefusalCode code) {
    assertRefused(VERIFIER.verifyBundle(bundle, IMAGE, REPOSITORY), code);
  }

  static Stream<Arguments> signedByTheRightKey() {
    return Stream.of(
        signed("an SBOM", statement("https://cyclonedx.org/bom"), RefusalCode.WRONG_PREDICATE),
        signed(
            "provenance", statement("https://slsa.dev/provenance/v1"), RefusalCode.WRONG_PREDICATE),
        signed(
            "a failed test",
            statement("https://example.com/test-result/v1"),
            RefusalCode.WRONG_PREDICATE),
        signed(
            "a model signature",
            statement("https://model_signing/signature/v1.0"),
            RefusalCode.WRONG_PREDICATE),
        signed("an empty predicate type", statement(""), RefusalCode.WRONG_PREDICATE),
        signed(
            "a predicate type that only begins right",
            statement(ImageSigner.PREDICATE_TYPE + "1"),
            RefusalCode.WRONG_PREDICATE),
        signed(
            "a predicate type in other case",
            statement("https://SIGSTORE.dev/cosign/sign/v1"),
            RefusalCode.WRONG_PREDICATE),
        signed(
            "another image",
            statement(ImageSigner.PREDICATE_TYPE, subject(ANOTHER)),
            RefusalCode.WRONG_SUBJECT),
        signed(
            "this image and another",
            statement(ImageSigner.PREDICATE_TYPE, subject(IMAGE), subject(ANOTHER)),
            RefusalCode.STATEMENT_FORM),
        signed(
            "another repository",
            statement(ImageSigner.PREDICATE_TYPE, new Subject(Optional.of("vision/evil"), IMAGE)),
            RefusalCode.WRONG_REPOSITORY),
        signed("no JSON", "nonsense".getBytes(UTF_8), RefusalCode.JSON),
        text("an old statement type", "/Statement/v1", "/Statement/v0.1"),
        text("no statement type", "_type", "_typ"),
        text("a digest in capitals", IMAGE.hex(), "A" + IMAGE.hex().substring(1)),
        text("half a digest", IMAGE.hex(), IMAGE.hex().substring(32)),
        text("a SHA-1 digest", "sha256", "sha1"),
        text("a second digest", "\"sha256\"", "\"sha512\":\"00\",\"sha256\""),
        text("a second predicate", "\"predicate\":{}", "\"predicate\":[]"),
        text("a field more", "\"predicate\":", "\"x\":1,\"predicate\":"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("signedByTheRightKey")
  void refusesWhatTheReleaseKeySignedForSomethingElse(
      String name, byte[] statement, RefusalCode code) {
    Envelope envelope = Envelope.sign(Envelope.IN_TOTO, statement, KEY);
    byte[] bundle = new SigstoreBundle(KEY.verificationKey().hint(), envelope).bytes();
    assertRefused(VERIFIER.verifyBundle(bundle, IMAGE, REPOSITORY), code);
  }

  @Test
  void refusesADoubledKeyInASignedStatement() {
    byte[] doubled =
        new String(statement(ImageSigner.PREDICATE_TYPE), UTF_8)
            .replace(
                "\"predicateType\":", "\"predicateType\":\"https://a.example\",\"predicateType\":")
            .getBytes(UTF_8);
    Envelope envelope = Envelope.sign(Envelope.IN_TOTO, doubled, KEY);
    byte[] bundle = new SigstoreBundle(KEY.verificationKey().hint(), envelope).bytes();
    assertRefused(VERIFIER.verifyBundle(bundle, IMAGE, REPOSITORY), RefusalCode.JSON);
  }

  @Test
  void refusesAnotherSignedPayloadType() {
    Envelope envelope =
        Envelope.sign("application/json", statement(ImageSigner.PREDICATE_TYPE), KEY);
    byte[] bundle = new SigstoreBundle(KEY.verificationKey().hint(), envelope).bytes();
    assertRefused(VERIFIER.verifyBundle(bundle, IMAGE, REPOSITORY), RefusalCode.PAYLOAD_TYPE);
  }

  @Test
  void refusesAnImageWithoutASignature() {
    assertRefused(VERIFIER.verifyAnyBundle(List.of(), IMAGE, REPOSITORY), RefusalCode.NO_SIGNATURE);
  }

  @Test
  void findsTheOneSoundSignatureAmongOthers() {
    byte[] garbage = "garbage".getBytes(UTF_8);
    assertThat(VERIFIER.verifyAnyBundle(List.of(garbage, good()), IMAGE, REPOSITORY))
        .isInstanceOf(Verdict.Verified.class);
    assertRefused(
        VERIFIER.verifyAnyBundle(List.of(garbage, garbage), IMAGE, REPOSITORY), RefusalCode.JSON);
  }

  @Test
  void cannotBeMadeWithoutAKey() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ReleaseVerifier(List.of()));
  }

  static void assertRefused(Verdict<?> verdict, RefusalCode code) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> {
              assertThat(refused.code()).as(refused.message()).isEqualTo(code);
              assertThat(refused.message()).endsWith("(" + code.code() + ")");
            });
  }

  private static byte[] good() {
    Statement statement = Statement.read(statement(ImageSigner.PREDICATE_TYPE));
    return SigstoreBundle.sign(statement, KEY).bytes();
  }

  private static byte[] statement(String predicateType) {
    return statement(predicateType, subject(IMAGE));
  }

  private static byte[] statement(String predicateType, Subject... subjects) {
    return new Statement(List.of(subjects), predicateType, CanonicalJson.object()).bytes();
  }

  private static Subject subject(Digest digest) {
    return new Subject(Optional.of(REPOSITORY), digest);
  }

  private static Arguments signed(String name, byte[] statement, RefusalCode code) {
    return Arguments.of(name, statement, code);
  }

  /** A release statement with one text replaced, refused for its form. */
  private static Arguments text(String name, String old, String replacement) {
    String statement = new String(statement(ImageSigner.PREDICATE_TYPE), UTF_8);
    assertThat(statement).contains(old);
    return Arguments.of(
        name, statement.replace(old, replacement).getBytes(UTF_8), RefusalCode.STATEMENT_FORM);
  }

  /** The good bundle with one change. */
  private static Arguments json(String name, Consumer<ObjectNode> change, RefusalCode code) {
    ObjectNode bundle = Documents.read(good(), "good bundle");
    change.accept(bundle);
    assertThat(CanonicalJson.write(bundle)).isNotEqualTo(good());
    return Arguments.of(name, CanonicalJson.write(bundle), code);
  }

  private static ObjectNode material(ObjectNode bundle) {
    return (ObjectNode) bundle.get("verificationMaterial");
  }

  private static ObjectNode key(ObjectNode bundle) {
    return (ObjectNode) material(bundle).get("publicKey");
  }

  private static ObjectNode envelope(ObjectNode bundle) {
    return (ObjectNode) bundle.get("dsseEnvelope");
  }

  private static ArrayNode signatures(ObjectNode bundle) {
    return (ArrayNode) envelope(bundle).get("signatures");
  }

  private static ObjectNode signature(ObjectNode bundle) {
    return (ObjectNode) signatures(bundle).get(0);
  }

  private static byte[] payload(ObjectNode bundle) {
    return Base64.getDecoder().decode(envelope(bundle).get("payload").textValue());
  }

  private static void replace(ObjectNode bundle, String old, String replacement) {
    String changed = new String(payload(bundle), UTF_8).replace(old, replacement);
    envelope(bundle).put("payload", base64(changed.getBytes(UTF_8)));
  }

  private static String resigned(ObjectNode bundle, SigningKey key) {
    return base64(key.sign(Envelope.preAuthenticationEncoding(Envelope.IN_TOTO, payload(bundle))));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
