package dev.mintmark.verify;

import static dev.mintmark.verify.ReleaseVerifierTest.assertRefused;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.refusal.RefusalCode;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the verifier against what cosign itself wrote (src/test/resources/cosign). */
class RealCosignTest {
  private static final Digest IMAGE =
      new Digest("eefa1fbfb336e427e0bd5bd00b997bae925991047b2bbdf6d6cb36e47761caad");
  private static final String HOSTED = "127.0.0.1:24903/vision/face-detect";
  private static final VerificationKey KEY =
      VerificationKey.ofPem(fixture("release.pub"), "release.pub");
  private static final ReleaseVerifier VERIFIER = new ReleaseVerifier(List.of(KEY));

  @Test
  void verifiesACosign3Bundle() {
    assertThat(VERIFIER.verifyBundle(fixture("image.bundle.json"), IMAGE, "any/repository"))
        .isEqualTo(new Verdict.Verified<>(IMAGE, KEY));
  }

  @Test
  void verifiesACosign2Signature() {
    assertThat(simpleSigning(fixture("simple-signing.json"), IMAGE, HOSTED))
        .isEqualTo(new Verdict.Verified<>(IMAGE, KEY));
  }

  @Test
  void refusesAFailedTestThatCosignWouldTakeForAnImageSignature() {
    assertRefused(
        VERIFIER.verifyBundle(fixture("failed-test.bundle.json"), IMAGE, HOSTED),
        RefusalCode.STATEMENT_FORM);
  }

  @Test
  void refusesTheSignatureOfAnotherImageOrRepositoryOrKey() {
    Digest other = Digest.of(new byte[0]);
    assertRefused(
        VERIFIER.verifyBundle(fixture("image.bundle.json"), other, HOSTED),
        RefusalCode.WRONG_SUBJECT);
    assertRefused(
        simpleSigning(fixture("simple-signing.json"), other, HOSTED), RefusalCode.WRONG_SUBJECT);
    assertRefused(
        simpleSigning(fixture("simple-signing.json"), IMAGE, "vision/face-detect"),
        RefusalCode.WRONG_REPOSITORY);
    ReleaseVerifier stranger =
        new ReleaseVerifier(List.of(SigningKey.generate().verificationKey()));
    assertRefused(
        stranger.verifyBundle(fixture("image.bundle.json"), IMAGE, HOSTED),
        RefusalCode.UNKNOWN_KEY);
    assertRefused(
        stranger.verifySimpleSigning(fixture("simple-signing.json"), signature(), IMAGE, HOSTED),
        RefusalCode.BAD_SIGNATURE);
  }

  /** Whatever single byte of the file changes, the verdict is never that it verifies. */
  @Test
  void refusesTheBundleWithAnySingleByteChanged() {
    byte[] bundle = fixture("image.bundle.json");
    List<Integer> verified =
        IntStream.range(0, bundle.length)
            .filter(i -> verifies(flipped(bundle, i)))
            .boxed()
            .toList();
    assertThat(verified).as("offsets whose byte does not matter").isEmpty();
  }

  static Stream<Arguments> tamperedPayloads() {
    return Stream.of(
        Arguments.of("another digest", "eefa", "eefb"),
        Arguments.of("another type", "cosign container", "cosign  container"),
        Arguments.of("another repository", "face-detect", "face-detecu"),
        Arguments.of("other options", "null", "true"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tamperedPayloads")
  void refusesATamperedSimpleSigningPayload(String name, String old, String replacement) {
    String text = new String(fixture("simple-signing.json"), UTF_8);
    assertThat(text).as(name).contains(old);
    assertRefused(
        simpleSigning(text.replace(old, replacement).getBytes(UTF_8), IMAGE, HOSTED),
        RefusalCode.BAD_SIGNATURE);
  }

  private static boolean verifies(byte[] bundle) {
    return VERIFIER.verifyBundle(bundle, IMAGE, HOSTED) instanceof Verdict.Verified;
  }

  private static byte[] flipped(byte[] bytes, int index) {
    byte[] changed = bytes.clone();
    changed[index] ^= 1;
    return changed;
  }

  private static Verdict<Digest> simpleSigning(byte[] payload, Digest image, String repository) {
    return VERIFIER.verifySimpleSigning(payload, signature(), image, repository);
  }

  private static byte[] signature() {
    return Base64.getDecoder().decode(new String(fixture("simple-signing.sig"), US_ASCII).strip());
  }

  private static byte[] fixture(String name) {
    try (InputStream in = RealCosignTest.class.getResourceAsStream("/cosign/" + name)) {
      return in.readAllBytes();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
