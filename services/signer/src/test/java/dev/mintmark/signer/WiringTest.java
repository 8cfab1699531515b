package dev.mintmark.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.HandOff;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.verify.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles that were parts of one signer before do none of its work again. */
class WiringTest {
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
  void evidenceStartsWhereTheSignerOfBeforeEnded() throws IOException {
    HandOff<?, ?> evidence =
        new Wiring().evidence(store(), new EventChain(store()), config(), "1.0.0");
    assertThat(evidence.step()).isEqualTo("evidence");
    assertThat(evidence.inherits()).contains("signer");
  }

  @Test
  void verdictsGoOnWhereTheSignerOfBeforeEnded() throws IOException {
    assertThat(new Wiring().verdict(store(), config()).inherits()).contains("signer-verdicts");
  }

  @Test
  void releasesAreReadFromTheirTopicsBeginning() throws IOException {
    assertThat(new Wiring().release(store(), new EventChain(store()), config()).inherits())
        .isEmpty();
  }

  private FolderArtifactStore store() {
    return new FolderArtifactStore(folder.resolve("artifacts"));
  }

  private Config config() throws IOException {
    Path own = folder.resolve("own.pem");
    SigningKey.generate().write(own);
    Path other =
        Files.write(folder.resolve("other.pub"), SigningKey.generate().verificationKey().pem());
    return new Config(
        Role.RELEASE,
        Optional.of(own),
        Optional.of(own),
        Optional.of(other),
        Optional.of(own),
        Optional.empty());
  }
}
