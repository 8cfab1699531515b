package dev.mintmark.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.verify.key.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignerKeysTest {
  @TempDir Path folder;

  private record Config(Optional<Path> releaseKey, Optional<Path> verdictKey)
      implements SignerConfig {}

  @Test
  void needsAReleaseKey() {
    assertRefused("SGN-011", () -> keys(Optional.empty(), Optional.empty()).release());
  }

  @Test
  void refusesTheReleaseKeyInTheVerdictKeysPlace() throws IOException {
    SigningKey key = SigningKey.generate();
    Path release = written("release.pem", key);
    Path copy = written("verdict.pem", key);

    assertRefused("SGN-012", () -> keys(Optional.of(release), Optional.of(copy)).verdict());
  }

  @Test
  void readsAnotherKeyForVerdicts() throws IOException {
    SigningKey verdict = SigningKey.generate();
    Path release = written("release.pem", SigningKey.generate());
    Path file = written("verdict.pem", verdict);

    assertThat(keys(Optional.of(release), Optional.of(file)).verdict().verificationKey())
        .isEqualTo(verdict.verificationKey());
  }

  private Path written(String name, SigningKey key) throws IOException {
    Path file = folder.resolve(name);
    key.write(file);
    return file;
  }

  private static SignerKeys keys(Optional<Path> release, Optional<Path> verdict) {
    return new SignerKeys(new Config(release, verdict));
  }

  private static void assertRefused(
      String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo(code));
  }
}
