package dev.mintmark.verify.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.verify.refusal.RefusalCode;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VerificationKeyTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final byte[] DATA = "data".getBytes(UTF_8);

  @Test
  void readsItsOwnPemAndHasCosignsHint() throws Exception {
    VerificationKey key = VerificationKey.ofPem(KEY.verificationKey().pem(), "key");
    assertThat(key).isEqualTo(KEY.verificationKey()).hasSameHashCodeAs(KEY.verificationKey());
    Path cosign = Path.of(getClass().getResource("/cosign/release.pub").toURI());
    assertThat(VerificationKey.read(cosign).hint())
        .isEqualTo("RN8EDZMDxH266ig/ZIfyjL1qHljed4ywdAatdy//Cwk=");
  }

  static Stream<Arguments> noPublicKeys() throws Exception {
    byte[] good = KEY.verificationKey().pem();
    return Stream.of(
        Arguments.of("a private key", Pem.encode(new byte[9], Pem.PRIVATE), RefusalCode.KEY_KIND),
        Arguments.of("a certificate", Pem.encode(new byte[9], "CERTIFICATE"), RefusalCode.KEY_KIND),
        Arguments.of("P-384", spki("EC", "secp384r1"), RefusalCode.KEY_CURVE),
        Arguments.of("P-521", spki("EC", "secp521r1"), RefusalCode.KEY_CURVE),
        Arguments.of("Ed25519", spki("Ed25519", ""), RefusalCode.KEY_CURVE),
        Arguments.of("RSA", spki("RSA", ""), RefusalCode.KEY_CURVE),
        Arguments.of("a point off the curve", changed(d -> flip(d, -1)), RefusalCode.KEY_CURVE),
        Arguments.of("another point format", changed(d -> flip(d, -65)), RefusalCode.KEY_CURVE),
        Arguments.of(
            "coordinates of zero", changed(VerificationKeyTest::zero), RefusalCode.KEY_CURVE),
        Arguments.of(
            "cut DER", changed(d -> Arrays.copyOf(d, d.length - 1)), RefusalCode.KEY_CURVE),
        Arguments.of(
            "bytes after the DER",
            changed(d -> Arrays.copyOf(d, d.length + 1)),
            RefusalCode.KEY_CURVE),
        Arguments.of("cut PEM", Arrays.copyOf(good, 60), RefusalCode.KEY_NOT_PEM));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noPublicKeys")
  void refusesWhatIsNoPublicKeyOnP256(String name, byte[] pem, RefusalCode code) {
    SigningKeyTest.refused(code, () -> VerificationKey.ofPem(pem, name));
  }

  @Test
  void refusesAFileThatIsNotThere() {
    SigningKeyTest.refused(
        RefusalCode.KEY_FILE_UNREADABLE, () -> VerificationKey.read(Path.of("no-such.pub")));
  }

  static Stream<Arguments> noSignatures() {
    byte[] good = KEY.sign(DATA);
    return Stream.of(
        Arguments.of("nothing", new byte[0]),
        Arguments.of("zeros", new byte[70]),
        Arguments.of("the last bit flipped", flip(good, -1)),
        Arguments.of("a bit of r flipped", flip(good, 10)),
        Arguments.of("cut by one byte", Arrays.copyOf(good, good.length - 1)),
        Arguments.of("one byte more", Arrays.copyOf(good, good.length + 1)),
        Arguments.of("r and s zero", new byte[] {0x30, 6, 2, 1, 0, 2, 1, 0}),
        Arguments.of("r and s one", new byte[] {0x30, 6, 2, 1, 1, 2, 1, 1}),
        Arguments.of("over other data", KEY.sign("dat4".getBytes(UTF_8))),
        Arguments.of("by another key", SigningKey.generate().sign(DATA)),
        Arguments.of("raw r and s, not DER", new byte[64]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noSignatures")
  void doesNotVerify(String name, byte[] signature) {
    assertThat(KEY.verificationKey().verifies(DATA, signature)).as(name).isFalse();
  }

  private static byte[] spki(String algorithm, String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (!curve.isEmpty()) {
      generator.initialize(new ECGenParameterSpec(curve));
    }
    return Pem.encode(generator.generateKeyPair().getPublic().getEncoded(), Pem.PUBLIC);
  }

  private static byte[] changed(UnaryOperator<byte[]> change) {
    byte[] der = Pem.decode(KEY.verificationKey().pem(), Pem.PUBLIC, "key");
    return Pem.encode(change.apply(der), Pem.PUBLIC);
  }

  private static byte[] zero(byte[] der) {
    byte[] zero = der.clone();
    Arrays.fill(zero, zero.length - 64, zero.length, (byte) 0);
    return zero;
  }

  /** Negative indexes count from the end. */
  private static byte[] flip(byte[] bytes, int index) {
    byte[] flipped = bytes.clone();
    flipped[index < 0 ? bytes.length + index : index] ^= 1;
    return flipped;
  }
}
