package dev.mintmark.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.registry.SignedRelease;
import dev.mintmark.verify.registry.TinyRegistry;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReleaseBomsTest {
  private static final SigningKey KEY = SigningKey.generate();

  private final TinyRegistry registry = new TinyRegistry(SignedRelease.REPOSITORY);
  private final SignedRelease release = new SignedRelease(registry, KEY);

  @AfterEach
  void stop() {
    registry.close();
  }

  private ReleaseBoms boms(VerificationKey key) throws IOException {
    ImageReference reference = ImageReference.parse("vision/face-detect:v1.0.0");
    try (RegistryClient client = new RegistryClient(registry.uri(), Credentials.anonymous())) {
      return ReleaseBoms.of(new RegistrySource(client, reference.repository()), reference, key);
    }
  }

  @Test
  void areThoseThatTheStatementsName() throws IOException {
    ReleaseBoms boms = boms(KEY.verificationKey());

    assertThat(boms.index()).isEqualTo(release.index.digest());
    assertThat(boms.documents())
        .extracting(ReleaseBoms.Document::of)
        .containsExactly("linux/amd64", "model cpu-amd64");
    assertThat(boms.documents().getLast().artifact().digest()).isEqualTo(SignedRelease.modelBom());
  }

  @Test
  void areNotReadOfAReleaseThatDoesNotVerify() {
    assertThatThrownBy(() -> boms(SigningKey.generate().verificationKey()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("does not verify");
  }
}
