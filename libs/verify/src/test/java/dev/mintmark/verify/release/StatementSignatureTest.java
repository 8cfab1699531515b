package dev.mintmark.verify.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.verify.OpenSsl;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.refusal.RefusalCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatementSignatureTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final ReleaseVerifier VERIFIER =
      new ReleaseVerifier(List.of(KEY.verificationKey()));
  private static final byte[] STATEMENT = ReleaseEnv.write(Samples.statement());
  private static final byte[] SIGNATURE = StatementSignature.sign(STATEMENT, KEY);
  private static final ReleaseExpectation EXPECTED =
      expecting("cpu-amd64", "linux/amd64", "vision/face-detect", "index", "v1.0.0");

  @TempDir Path folder;

  @Test
  void verifiesAStatementOfItsKey() {
    assertThat(VERIFIER.verifyStatement(STATEMENT, SIGNATURE, EXPECTED))
        .isEqualTo(new Verdict.Verified<>(Samples.statement(), KEY.verificationKey()));
  }

  @Test
  void opensslVerifiesTheSameFiles() throws Exception {
    Files.write(folder.resolve("release.env"), STATEMENT);
    Files.write(folder.resolve("release.env.sig"), SIGNATURE);
    Files.write(folder.resolve("release.pub"), KEY.verificationKey().pem());
    OpenSsl.run(folder, "base64", "-d", "-A", "-in", "release.env.sig", "-out", "sig");
    OpenSsl.Result verified =
        OpenSsl.run(
            folder,
            "dgst",
            "-sha256",
            "-verify",
            "release.pub",
            "-signature",
            "sig",
            "release.env");
    assertThat(verified).isEqualTo(new OpenSsl.Result(0, "Verified OK\n"));
  }

  static Stream<Arguments> tampered() {
    String sig = new String(SIGNATURE, UTF_8);
    byte[] changed = STATEMENT.clone();
    changed[changed.length - 2] ^= 1;
    return Stream.of(
        Arguments.of("a changed statement", changed, SIGNATURE),
        Arguments.of("an empty statement", new byte[0], SIGNATURE),
        Arguments.of("no signature", STATEMENT, new byte[0]),
        Arguments.of("no newline after it", STATEMENT, sig.strip().getBytes(UTF_8)),
        Arguments.of("two newlines after it", STATEMENT, (sig + "\n").getBytes(UTF_8)),
        Arguments.of("a signature in two lines", STATEMENT, (sig + sig).getBytes(UTF_8)),
        Arguments.of("not Base64", STATEMENT, "****\n".getBytes(UTF_8)),
        Arguments.of("DER, not Base64", STATEMENT, KEY.sign(STATEMENT)),
        Arguments.of(
            "another key's", STATEMENT, StatementSignature.sign(STATEMENT, SigningKey.generate())),
        Arguments.of(
            "the key's over something else",
            STATEMENT,
            StatementSignature.sign("x".getBytes(UTF_8), KEY)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tampered")
  void refusesATamperedSignature(String name, byte[] statement, byte[] signature) {
    assertRefused(
        VERIFIER.verifyStatement(statement, signature, EXPECTED), RefusalCode.BAD_SIGNATURE);
  }

  static Stream<Arguments> others() {
    String repository = "vision/face-detect";
    return Stream.of(
        Arguments.of(
            "target", expecting("cpu-arm64", "linux/amd64", repository, "index", "v1.0.0")),
        Arguments.of(
            "platform", expecting("cpu-amd64", "linux/arm64", repository, "index", "v1.0.0")),
        Arguments.of("repository", expecting("cpu-amd64", "linux/amd64", "a/b", "index", "v1.0.0")),
        Arguments.of("index", expecting("cpu-amd64", "linux/amd64", repository, "evil", "v1.0.0")),
        Arguments.of(
            "version", expecting("cpu-amd64", "linux/amd64", repository, "index", "v1.0.1")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void refusesASoundStatementForAnother(String name, ReleaseExpectation expected) {
    Verdict<ReleaseStatement> verdict = VERIFIER.verifyStatement(STATEMENT, SIGNATURE, expected);
    assertRefused(verdict, RefusalCode.ENV_OTHER_RELEASE);
    assertThat(((Verdict.Refused<?>) verdict).detail()).contains("for the " + name + " ");
  }

  @Test
  void refusesASignedStatementThatIsNotUnderstood() {
    byte[] later = new String(STATEMENT, UTF_8).replace("release=1", "release=2").getBytes(UTF_8);
    assertRefused(
        VERIFIER.verifyStatement(later, StatementSignature.sign(later, KEY), EXPECTED),
        RefusalCode.ENV_VERSION);
  }

  private static void assertRefused(Verdict<?> verdict, RefusalCode code) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  private static ReleaseExpectation expecting(
      String target, String platform, String repository, String index, String version) {
    return new ReleaseExpectation(
        target, platform, repository, Optional.of(Samples.digest(index)), Optional.of(version));
  }
}
