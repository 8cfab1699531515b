package dev.mintmark.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.verify.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignerKeysTest {
  @TempDir Path folder;

  private record Config(
      Role role,
      Optional<Path> releaseKey,
      Optional<Path> evidenceKey,
      Optional<Path> evidencePublicKey,
      Optional<Path> verdictKey,
      Optional<List<Path>> otherPublicKeys)
      implements SignerConfig {}

  @Test
  void needsTheKeyOfItsRole() {
    assertRefused("SGN-011", () -> keys(Optional.empty(), List.of()).release());
    assertRefused("SGN-011", () -> keys(Optional.empty(), List.of()).evidence());
    assertRefused("SGN-011", () -> keys(Optional.empty(), List.of()).verdict());
    assertRefused("SGN-011", () -> keys(Optional.empty(), List.of()).evidencePublic());
  }

  @Test
  void refusesAnotherRolesKeyInItsPlace() throws IOException {
    SigningKey key = SigningKey.generate();
    Optional<Path> file = Optional.of(written("own.pem", key));
    List<Path> others =
        List.of(published("other.pub", SigningKey.generate()), published("same.pub", key));

    assertRefused("SGN-012", () -> keys(file, others).release());
    assertRefused("SGN-012", () -> keys(file, others).evidence());
    assertRefused("SGN-012", () -> keys(file, others).verdict());
  }

  @Test
  void refusesToBelieveItsOwnEvidence() throws IOException {
    SigningKey key = SigningKey.generate();
    Config config =
        new Config(
            Role.RELEASE,
            Optional.of(written("release.pem", key)),
            Optional.empty(),
            Optional.of(published("evidence.pub", key)),
            Optional.empty(),
            Optional.empty());

    assertRefused("SGN-012", () -> new SignerKeys(config).release());
  }

  @Test
  void readsAKeyThatIsItsOwn() throws IOException {
    SigningKey own = SigningKey.generate();
    Optional<Path> file = Optional.of(written("own.pem", own));
    List<Path> others = List.of(published("other.pub", SigningKey.generate()));

    assertThat(keys(file, others).verdict().verificationKey()).isEqualTo(own.verificationKey());
  }

  private Path published(String name, SigningKey key) throws IOException {
    return Files.write(folder.resolve(name), key.verificationKey().pem());
  }

  private Path written(String name, SigningKey key) throws IOException {
    Path file = folder.resolve(name);
    key.write(file);
    return file;
  }

  private static SignerKeys keys(Optional<Path> own, List<Path> others) {
    return new SignerKeys(
        new Config(Role.RELEASE, own, own, Optional.empty(), own, Optional.of(others)));
  }

  private static void assertRefused(
      String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo(code));
  }
}
