package dev.mintmark.canary.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.canary.release.PublishedRelease.Refused;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.evidence.AttestationVerifier;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.registry.SignedRelease;
import dev.mintmark.verify.registry.TinyRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReleaseCheckTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKey EVIDENCE = SigningKey.generate();
  private static final SigningKey STRANGER = SigningKey.generate();

  private final TinyRegistry registry = new TinyRegistry(SignedRelease.REPOSITORY);
  private final SignedRelease signed = new SignedRelease(registry, KEY);

  @AfterEach
  void stop() {
    registry.close();
  }

  private PublishedRelease release(String name, String version, String... targets) {
    return new PublishedRelease(
        name,
        version,
        SignedRelease.REPOSITORY,
        version,
        signed.index.digest().toString(),
        List.of(targets),
        null);
  }

  private Optional<Refused> check(PublishedRelease release, SigningKey key) throws IOException {
    try (RegistryClient client = new RegistryClient(registry.uri(), Credentials.anonymous())) {
      return new ReleaseCheck(
              client, new ReleaseVerifier(List.of(key.verificationKey())), Optional.empty())
          .refusal(release);
    }
  }

  private Optional<Refused> checkWithEvidence(SigningKey evidence) throws IOException {
    try (RegistryClient client = new RegistryClient(registry.uri(), Credentials.anonymous())) {
      return new ReleaseCheck(
              client,
              new ReleaseVerifier(List.of(KEY.verificationKey())),
              Optional.of(new AttestationVerifier(List.of(evidence.verificationKey()))))
          .refusal(release("face-detect", "v1.0.0", "cpu-amd64"));
    }
  }

  @Test
  void takesAReleaseWithAllEvidence() throws IOException {
    signed.attest(EVIDENCE);
    assertThat(checkWithEvidence(EVIDENCE)).isEmpty();
  }

  @Test
  void refusesAReleaseWithoutEvidence() throws IOException {
    assertThat(checkWithEvidence(EVIDENCE))
        .hasValueSatisfying(refused -> {
          assertThat(refused.code()).isEqualTo("CAN-017");
          assertThat(refused.reason()).contains("provenance", "VER-091");
        });
  }

  @Test
  void refusesEvidenceThatTheReleaseKeyMade() throws IOException {
    signed.attest(KEY);
    assertThat(checkWithEvidence(EVIDENCE)).map(Refused::code).contains("CAN-017");
  }

  static Stream<Arguments> lost() {
    return Stream.of(
        tampering("SBOM of the image", r -> r.remove(r.imageSbomBundle())),
        tampering("changed SBOM of the model", r -> r.tamper(r.modelSbomBundle())),
        tampering("provenance", r -> r.remove(r.provenanceBundle())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lost")
  void refusesAReleaseWithHalfItsEvidence(String name, Consumer<SignedRelease> lose)
      throws IOException {
    signed.attest(EVIDENCE);
    lose.accept(signed);
    assertThat(checkWithEvidence(EVIDENCE)).isPresent();
  }

  @Test
  void takesAReleaseThatTheKeyVouchesFor() throws IOException {
    assertThat(check(release("face-detect", "v1.0.0", "cpu-amd64"), KEY)).isEmpty();
  }

  @Test
  void refusesWhatAnotherKeySigned() throws IOException {
    assertThat(check(release("face-detect", "v1.0.0", "cpu-amd64"), STRANGER))
        .map(Refused::code)
        .hasValueSatisfying(code -> assertThat(code).startsWith("VER-"));
  }

  static Stream<Arguments> tamperings() {
    return Stream.of(
        tampering("statement", r -> r.tamper(r.statement)),
        tampering("missing statement", r -> r.remove(r.statement)),
        tampering("model manifest", r -> r.widen(r.model.digest())),
        tampering("missing model manifest", r -> r.remove(r.model.digest())),
        tampering("index", r -> r.widen(r.index.digest())),
        tampering("missing index", r -> r.remove(r.index.digest())),
        tampering("bundle of the index", r -> r.tamper(r.indexBundle)),
        tampering("missing bundle", r -> r.remove(r.indexBundle)));
  }

  private static Arguments tampering(String name, Consumer<SignedRelease> tamper) {
    return Arguments.of(name, tamper);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tamperings")
  void refusesAReleaseWithAnythingChanged(String name, Consumer<SignedRelease> tamper)
      throws IOException {
    tamper.accept(signed);
    assertThat(check(release("face-detect", "v1.0.0", "cpu-amd64"), KEY)).isPresent();
  }

  @Test
  void refusesAnEventThatClaimsMoreThanWasSigned() throws IOException {
    assertThat(check(release("face-detect", "v1.0.1", "cpu-amd64"), KEY)).isPresent();
    assertThat(check(release("other", "v1.0.0", "cpu-amd64"), KEY))
        .map(Refused::code)
        .contains("CAN-015");
    assertThat(check(release("face-detect", "v1.0.0", "cpu-amd64", "gpu"), KEY))
        .map(Refused::code)
        .contains("CAN-013");
    assertThat(check(release("face-detect", "v1.0.0"), KEY)).map(Refused::code).contains("CAN-012");
  }

  @Test
  void doesNotDecideWhileTheRegistryIsAway() {
    PublishedRelease release = release("face-detect", "v1.0.0", "cpu-amd64");
    registry.close();
    assertThatThrownBy(() -> check(release, KEY)).isInstanceOf(IOException.class);
  }
}
