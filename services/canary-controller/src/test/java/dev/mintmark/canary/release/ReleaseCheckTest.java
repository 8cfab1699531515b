package dev.mintmark.canary.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.canary.release.PublishedRelease.Refused;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.BundleReferrer;
import dev.mintmark.verify.evidence.AttestationVerifier;
import dev.mintmark.verify.evidence.EvidenceType;
import dev.mintmark.verify.json.Documents;
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

  static Stream<Arguments> rubbish() {
    return Stream.of(
        Arguments.of("that is gone", "[]", 2, false),
        Arguments.of("that is too large", "[]", Documents.MAX_BYTES + 1, false),
        Arguments.of("that is longer than it says", "[]", 1, true),
        Arguments.of("that is no bundle", "[]", 2, true));
  }

  /** What a stranger attaches is listed before the line's own. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("rubbish")
  void looksPastAnAttestation(String name, String text, int size, boolean served)
      throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    attach(signed, new Artifact(Digest.of(bytes), SigstoreBundle.MEDIA_TYPE, size));
    if (served) {
      registry.blob(bytes);
    }
    assertThat(checkWithEvidence(EVIDENCE)).map(Refused::code).contains("CAN-017");
    signed.attest(EVIDENCE);
    assertThat(checkWithEvidence(EVIDENCE)).isEmpty();
  }

  /** It may also have been cut on its way: then nothing is decided. */
  @Test
  void isNotHeldUpByAnAttestationThatIsShorterThanItSays() throws IOException {
    byte[] bytes = "[]".getBytes(UTF_8);
    registry.blob(bytes);
    attach(signed, new Artifact(Digest.of(bytes), SigstoreBundle.MEDIA_TYPE, 3));
    assertThatThrownBy(() -> checkWithEvidence(EVIDENCE)).isInstanceOf(IOException.class);
    signed.attest(EVIDENCE);
    assertThat(checkWithEvidence(EVIDENCE)).isEmpty();
  }

  @Test
  void readsNoMoreThanSoManyBytesOfAttestations() throws IOException {
    for (int i = 0; i < 5; i++) {
      attach(
          signed,
          new Artifact(
              Digest.of(new byte[] {(byte) i}), SigstoreBundle.MEDIA_TYPE, Documents.MAX_BYTES));
    }
    signed.attest(EVIDENCE);
    assertThat(checkWithEvidence(EVIDENCE))
        .hasValueSatisfying(refused -> {
          assertThat(refused.code()).isEqualTo("CAN-017");
          assertThat(refused.reason()).contains("134217728 bytes");
        });
  }

  @Test
  void stopsAtTheFirstAttestationThatHolds() throws IOException {
    signed.attest(EVIDENCE);
    Digest late = Digest.of("late".getBytes(UTF_8));
    attach(signed, new Artifact(late, SigstoreBundle.MEDIA_TYPE, 4));
    assertThat(checkWithEvidence(EVIDENCE)).isEmpty();
    assertThat(registry.requests()).noneMatch(path -> path.contains(late.hex()));
  }

  /** Something that calls itself provenance of the index. */
  private void attach(SignedRelease release, Artifact bundle) {
    registry.manifest(
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
         "artifactType":"%1$s",
         "config":{"mediaType":"application/vnd.oci.empty.v1+json","size":2,
          "digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"},
         "layers":[{"mediaType":"%1$s","digest":"%2$s","size":%3$d}],
         "subject":{"mediaType":"application/vnd.oci.image.index.v1+json","digest":"%4$s",
          "size":%5$d},
         "annotations":{"%6$s":"%7$s"}}
        """
            .formatted(
                bundle.mediaType(),
                bundle.digest(),
                bundle.size(),
                release.index.digest(),
                release.index.size(),
                BundleReferrer.PREDICATE_TYPE,
                EvidenceType.PROVENANCE.predicateType())
            .getBytes(UTF_8),
        OciMediaTypes.MANIFEST);
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
