package dev.mintmark.verify.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key in SoftHSM; each test run has a token of its own. */
class TokenKeyTest {
  private static final String PIN = "1234";

  @TempDir Path folder;

  @Test
  void signsInTheTokenAndSaysThatItsSignaturesDiffer() throws Exception {
    Path place = place("release", token());
    Files.writeString(folder.resolve("pin"), "9999");
    assertRefused("VER-008", () -> SigningKey.read(place));
    Files.writeString(folder.resolve("pin"), PIN);
    SigningKey key = SigningKey.read(place);

    byte[] first = key.sign(new byte[] {1});
    byte[] second = key.sign(new byte[] {1});

    assertThat(key.isDeterministic()).isFalse();
    assertThat(first).isNotEqualTo(second);
    assertThat(key.verificationKey().verifies(new byte[] {1}, first)).isTrue();
    assertThat(key.verificationKey().verifies(new byte[] {1}, second)).isTrue();
    assertRefused("VER-009", () -> key.write(folder.resolve("copy.key")));
    assertRefused("VER-008", () -> SigningKey.read(place("nobody", slot())));
    assertRefused("VER-008", () -> SigningKey.read(place("release", 7_777_777)));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "pkcs11.module=/m",
        "pkcs11.module=m\npkcs11.slot=1\npkcs11.key=k\npkcs11.pin-file=/p",
        "pkcs11.module=/m\npkcs11.slot=one\npkcs11.key=k\npkcs11.pin-file=/p",
        "pkcs11.module=/m\npkcs11.slot=1\npkcs11.slot=2\npkcs11.key=k\npkcs11.pin-file=/p",
        "pkcs11.module=/m\npkcs11.slot=1\npkcs11.key=k\npkcs11.pin=1234",
        "pkcs11.module=/m\npkcs11.slot=1\npkcs11.key=k\npkcs11.pin-file=/p\nother=1",
      })
  void refusesAPlaceThatIsNone(String text) throws IOException {
    Path file = secret("place", text);
    assertRefused("VER-008", () -> SigningKey.read(file));
  }

  @Test
  void refusesAPinThatOthersMayRead() throws IOException {
    Path place =
        secret(
            "place",
            "pkcs11.module=/m\npkcs11.slot=1\npkcs11.key=k\npkcs11.pin-file=%s\n"
                .formatted(folder.resolve("pin")));
    Path pin = secret("pin", PIN);
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-r--r--"));
    assertRefused("VER-001", () -> SigningKey.read(place));
  }

  private static Path module() {
    return Stream.of(
            "/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib64/softhsm/libsofthsm2.so")
        .map(Path::of)
        .filter(Files::exists)
        .findFirst()
        .orElse(Path.of("none"));
  }

  private long slot;

  private long slot() {
    return slot;
  }

  /** Needs SOFTHSM2_CONF in the environment, which the library reads; the build sets it. */
  private long token() throws Exception {
    String conf = System.getenv("SOFTHSM2_CONF");
    assumeTrue(
        Files.exists(module()) && conf != null,
        "skipped: no SoftHSM here; apt install softhsm2 brings it");
    Path configuration = Path.of(conf);
    Files.createDirectories(configuration.resolveSibling("tokens"));
    Files.writeString(
        configuration,
        "directories.tokendir = %s\n".formatted(configuration.resolveSibling("tokens")));
    String said =
        run(
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            folder.getFileName().toString(),
            "--pin",
            PIN,
            "--so-pin",
            "12345678");
    assertThat(said).contains("reassigned to slot");
    slot = Long.parseLong(said.replaceAll("(?s).*reassigned to slot (\\d+).*", "$1"));
    Path provider = folder.resolve("provider.cfg");
    Files.writeString(provider, "name = test\nlibrary = %s\nslot = %d\n".formatted(module(), slot));
    run(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-alias",
        "release",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=release",
        "-keystore",
        "NONE",
        "-storetype",
        "PKCS11",
        "-providerClass",
        "sun.security.pkcs11.SunPKCS11",
        "-providerArg",
        provider.toString(),
        "-storepass",
        PIN);
    return slot;
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private Path place(String key, long slot) throws IOException {
    if (!Files.exists(folder.resolve("pin"))) {
      secret("pin", PIN + "\n");
    }
    return secret(
        "place-" + key + slot,
        "pkcs11.module=%s\npkcs11.slot=%d\npkcs11.key=%s\npkcs11.pin-file=%s\n"
            .formatted(module(), slot, key, folder.resolve("pin")));
  }

  private Path secret(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
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
