package dev.mintmark.verify.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mintmark.verify.OpenSsl;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptedKeyTest {
  private static final Path FOLDER = Path.of("src/test/resources/encrypted");
  private static final String PASSWORD = "pässword";

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "pbes2-aes256.pem,key.pub",
    "pbes2-aes128-sha512.pem,key.pub",
    "cosign.key,cosign.pub",
  })
  void readsWhatOthersEncrypted(String file, String half) throws IOException {
    SigningKey key = SigningKey.read(copy(file), what -> PASSWORD.toCharArray());

    assertThat(key.verificationKey()).isEqualTo(VerificationKey.read(FOLDER.resolve(half)));
    assertThat(key.verificationKey().verifies(new byte[3], key.sign(new byte[3]))).isTrue();
    assertThat(key.isDeterministic()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "pbes2-aes256.pem,VER-007",
    "pbes2-aes128-sha512.pem,VER-007",
    "cosign.key,VER-007",
    "cosign-flipped-bit.key,VER-007",
    "scrypt.pem,VER-004",
    "des3.pem,VER-004",
    "pbes2-endless.pem,VER-004",
    "cosign-other-kdf.key,VER-004",
    "cosign-huge-cost.key,VER-003",
    "cosign-odd-cost.key,VER-003",
    "cosign-one-block.key,VER-003",
    "cosign-text-cost.key,VER-003",
    "cosign-short-nonce.key,VER-003",
    "cosign-unknown-field.key,VER-003",
    "cosign-doubled-field.key,VER-003",
    "cosign-deep.key,VER-003",
    "cosign-no-json.key,VER-003",
  })
  void refusesAWrongPasswordAndWhatIsDamaged(String file, String code) {
    assertRefused(code, () -> SigningKey.read(copy(file), what -> "wrong".toCharArray()));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"pbes2-aes256.pem", "cosign.key"})
  void saysThatAPasswordIsNeeded(String file) {
    assertRefused("VER-007", () -> SigningKey.read(copy(file)));
  }

  @Test
  void refusesABitThatChangedUnderTheRightPassword() {
    assertRefused(
        "VER-007",
        () -> SigningKey.read(copy("cosign-flipped-bit.key"), what -> PASSWORD.toCharArray()));
  }

  @Test
  void refusesAnEncryptedFileThatOthersMayRead() throws IOException {
    Path file = copy("cosign.key");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertRefused("VER-001", () -> SigningKey.read(file, what -> PASSWORD.toCharArray()));
  }

  @Test
  void writesWhatOpensslReads() throws Exception {
    SigningKey key = SigningKey.generate();
    key.write(folder.resolve("new.key"), PASSWORD.toCharArray());
    Files.writeString(folder.resolve("password"), PASSWORD, UTF_8);

    OpenSsl.Result result =
        OpenSsl.run(folder, "pkey", "-in", "new.key", "-passin", "file:password", "-pubout");

    assertThat(result.output().getBytes(UTF_8)).isEqualTo(key.verificationKey().pem());
    assertThat(
            SigningKey.read(folder.resolve("new.key"), what -> PASSWORD.toCharArray())
                .verificationKey())
        .isEqualTo(key.verificationKey());
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("new.key"))))
        .isEqualTo("rw-------");
  }

  private Path copy(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.copy(FOLDER.resolve(name), file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static void assertRefused(
      String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(work)
        .satisfies(e -> assertThat(e.code().code()).as(e.getMessage()).isEqualTo(code));
  }
}
