package dev.mintmark.verify.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mintmark.verify.OpenSsl;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
  @TempDir Path folder;

  /** RFC 6979, A.2.5, SHA-256. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "sample,EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716,"
        + "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
    "test,F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367,"
        + "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"
  })
  void signsAsTheRfcSaysItMust(String text, String r, String s) throws Exception {
    SigningKey key = rfcKey();
    assertThat(key.sign(text.getBytes(UTF_8))).isEqualTo(der(r, s));
    assertThat(key.verificationKey().verifies(text.getBytes(UTF_8), der(r, s))).isTrue();
  }

  @Test
  void signsTheSameBytesTheSameWayAgainAndAfterReadingItsFileBack() throws Exception {
    SigningKey key = SigningKey.generate();
    Path file = folder.resolve("release.key");
    key.write(file);
    byte[] signature = key.sign(new byte[] {1, 2, 3});
    assertThat(key.sign(new byte[] {1, 2, 3})).isEqualTo(signature);
    assertThat(SigningKey.read(file).sign(new byte[] {1, 2, 3})).isEqualTo(signature);
    assertThat(SigningKey.read(file).verificationKey()).isEqualTo(key.verificationKey());
  }

  @Test
  void writesAFileThatItsOwnerAloneMayRead() throws Exception {
    Path file = folder.resolve("release.key");
    SigningKey.generate().write(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void neverOverwritesAKey() throws Exception {
    Path file = folder.resolve("release.key");
    Files.writeString(file, "precious");
    refused(RefusalCode.KEY_FILE_EXISTS, () -> SigningKey.generate().write(file));
    assertThat(file).hasContent("precious");
  }

  @ParameterizedTest(name = "mode {0}")
  @ValueSource(
      strings = {
        "rw-r-----",
        "rw----r--",
        "rw--w----",
        "rw-----w-",
        "rw---x---",
        "rw-rw-rw-",
        "r--r--r--"
      })
  void refusesAKeyFileThatOthersMayUse(String mode) throws Exception {
    Path file = folder.resolve("release.key");
    SigningKey.generate().write(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    RefusedException refusal = refused(RefusalCode.KEY_FILE_OPEN, () -> SigningKey.read(file));
    assertThat(refusal).hasMessageContaining(mode).hasMessageEndingWith("(VER-001)");
  }

  @Test
  void refusesAKeyFileThatOthersMayUseBehindALink() throws Exception {
    Path file = folder.resolve("release.key");
    SigningKey.generate().write(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    refused(RefusalCode.KEY_FILE_OPEN, () -> SigningKey.read(link));
  }

  @Test
  void refusesAFolderAndAFileThatIsNotThere() {
    refused(RefusalCode.KEY_FILE_UNREADABLE, () -> SigningKey.read(folder));
    refused(RefusalCode.KEY_FILE_UNREADABLE, () -> SigningKey.read(folder.resolve("none")));
  }

  static Stream<Arguments> noPrivateKeys() throws Exception {
    String good = pem(SigningKey.generate());
    byte[] p256 = generator("EC", new ECGenParameterSpec("secp256r1"));
    return Stream.of(
        Arguments.of("empty file", "", RefusalCode.KEY_NOT_PEM),
        Arguments.of("not PEM", "hello", RefusalCode.KEY_NOT_PEM),
        Arguments.of("two keys", good + good, RefusalCode.KEY_NOT_PEM),
        Arguments.of("text before the key", "note\n" + good, RefusalCode.KEY_NOT_PEM),
        Arguments.of("cut off", good.substring(0, 100), RefusalCode.KEY_NOT_PEM),
        Arguments.of("broken Base64", good.replace("\nM", "\n="), RefusalCode.KEY_NOT_PEM),
        Arguments.of("ends of two kinds", good.replace("END ", "END EC "), RefusalCode.KEY_NOT_PEM),
        Arguments.of("huge", good + " ".repeat(20_000), RefusalCode.KEY_NOT_PEM),
        Arguments.of(
            "not encrypted", relabel(p256, "ENCRYPTED PRIVATE KEY"), RefusalCode.KEY_NOT_PEM),
        Arguments.of("SEC 1", relabel(p256, "EC PRIVATE KEY"), RefusalCode.KEY_KIND),
        Arguments.of(
            "not cosign.key",
            relabel(p256, "ENCRYPTED SIGSTORE PRIVATE KEY"),
            RefusalCode.KEY_NOT_PEM),
        Arguments.of("public key", relabel(p256, "PUBLIC KEY"), RefusalCode.KEY_KIND),
        Arguments.of(
            "P-384",
            relabel(generator("EC", new ECGenParameterSpec("secp384r1")), "PRIVATE KEY"),
            RefusalCode.KEY_CURVE),
        Arguments.of("RSA", relabel(generator("RSA", null), "PRIVATE KEY"), RefusalCode.KEY_CURVE),
        Arguments.of(
            "Ed25519", relabel(generator("Ed25519", null), "PRIVATE KEY"), RefusalCode.KEY_CURVE),
        Arguments.of(
            "zero", relabel(scalar(BigInteger.ZERO), "PRIVATE KEY"), RefusalCode.KEY_CURVE),
        Arguments.of("not DER", relabel(new byte[40], "PRIVATE KEY"), RefusalCode.KEY_CURVE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noPrivateKeys")
  void refusesWhatIsNoPrivateKeyOnP256(String name, String text, RefusalCode code) {
    refused(code, () -> SigningKey.ofPem(text.getBytes(UTF_8), name));
  }

  @Test
  void tellsNothingPrivateAboutItself() {
    SigningKey key = SigningKey.generate();
    assertThat(key).asString().isEqualTo("private half of " + key.verificationKey());
  }

  @Test
  void readsAKeyThatOpensslMadeAndOpensslVerifiesItsSignature() throws Exception {
    OpenSsl.run(
        folder, "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "k");
    Files.setPosixFilePermissions(
        folder.resolve("k"), PosixFilePermissions.fromString("rw-------"));
    SigningKey key = SigningKey.read(folder.resolve("k"));
    Files.write(folder.resolve("release.pub"), key.verificationKey().pem());
    Files.writeString(folder.resolve("data"), "some data");
    Files.write(folder.resolve("sig"), key.sign("some data".getBytes(UTF_8)));

    assertThat(OpenSsl.run(folder, "pkey", "-in", "k", "-pubout").output())
        .isEqualTo(Files.readString(folder.resolve("release.pub")));
    assertThat(opensslVerify()).isEqualTo(new OpenSsl.Result(0, "Verified OK\n"));
    Files.writeString(folder.resolve("data"), "some dat4");
    assertThat(opensslVerify().exit()).isNotZero();
  }

  private OpenSsl.Result opensslVerify() throws Exception {
    return OpenSsl.run(
        folder, "dgst", "-sha256", "-verify", "release.pub", "-signature", "sig", "data");
  }

  static RefusedException refused(
      RefusalCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    RefusedException[] thrown = new RefusedException[1];
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code))
        .satisfies(e -> thrown[0] = e);
    return thrown[0];
  }

  private static String pem(SigningKey key) throws Exception {
    Path file = Files.createTempDirectory("key").resolve("key");
    key.write(file);
    String text = Files.readString(file);
    Files.delete(file);
    Files.delete(file.getParent());
    return text;
  }

  private static String relabel(byte[] der, String label) {
    return new String(Pem.encode(der, label), UTF_8);
  }

  static byte[] generator(
      String algorithm,
      java.security.spec.@org.jspecify.annotations.Nullable AlgorithmParameterSpec spec)
      throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (spec != null) {
      generator.initialize(spec);
    }
    return generator.generateKeyPair().getPrivate().getEncoded();
  }

  /** PKCS#8 with that private value, made by overwriting a good one: factories check it. */
  private static byte[] scalar(BigInteger d) throws Exception {
    byte[] good = rfcPkcs8();
    byte[] value = new byte[32];
    byte[] bytes = d.toByteArray();
    System.arraycopy(bytes, 0, value, 32 - bytes.length, bytes.length);
    int at = indexOf(good, HexFormat.of().parseHex(RFC_D));
    System.arraycopy(value, 0, good, at, 32);
    return good;
  }

  private static int indexOf(byte[] all, byte[] part) {
    return HexFormat.of().formatHex(all).indexOf(HexFormat.of().formatHex(part)) / 2;
  }

  private static final String RFC_D =
      "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721";

  private static byte[] rfcPkcs8() throws Exception {
    return P256.keyFactory()
        .generatePrivate(new ECPrivateKeySpec(new BigInteger(RFC_D, 16), P256.PARAMETERS))
        .getEncoded();
  }

  private static SigningKey rfcKey() throws Exception {
    return SigningKey.ofPem(Pem.encode(rfcPkcs8(), Pem.PRIVATE), "the RFC's key");
  }

  private static byte[] der(String r, String s) throws Exception {
    return org.bouncycastle.crypto.signers.StandardDSAEncoding.INSTANCE.encode(
        P256.PARAMETERS.getOrder(), new BigInteger(r, 16), new BigInteger(s, 16));
  }
}
