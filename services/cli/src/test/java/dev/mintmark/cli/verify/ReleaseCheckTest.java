package dev.mintmark.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.keyset.KeySet;
import dev.mintmark.verify.keyset.RootKeys;
import dev.mintmark.verify.policy.Policy;
import dev.mintmark.verify.policy.Trust;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.registry.SignedRelease;
import dev.mintmark.verify.registry.TinyRegistry;
import dev.mintmark.verify.release.StatementSignature;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
  private final SignedRelease release = new SignedRelease(registry, KEY);

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void verifiesEverySignatureAndEveryDigest() throws IOException {
    Report report = check("vision/face-detect:v1.0.0", KEY);

    assertThat(report.findings()).allMatch(Finding::ok);
    assertThat(report.index()).isEqualTo(release.index.digest());
    assertThat(report.signatures()).isEqualTo(8);
    assertThat(report.findings())
        .extracting(Finding::object)
        .containsExactly(
            "index",
            "image linux/amd64",
            "model cpu-amd64",
            "statement cpu-amd64",
            "model files cpu-amd64",
            "evidence",
            "config linux/amd64",
            "layer linux/amd64",
            "model cpu-amd64",
            "smoke/a.npy",
            "expected/a/y.npy cpu-amd64",
            "SBOM of the image linux/amd64",
            "SBOM of the model cpu-amd64");
  }

  @Test
  void saysThatAnOldReleaseHasNoEvidenceAndRefusesItWhereItMust() throws IOException {
    assertThat(evidence(check(EVIDENCE, false)).detail()).startsWith("no evidence");
    assertThat(check(EVIDENCE, false).verified()).isTrue();
    assertThat(check(EVIDENCE, true).verified()).isFalse();
    assertThat(evidence(check(EVIDENCE, true)).detail()).contains("VER-091");
  }

  @Test
  void showsEachAttestation() throws IOException {
    release.attest(EVIDENCE);
    Report report = check(EVIDENCE, true);

    assertThat(report.findings()).allMatch(Finding::ok);
    assertThat(report.signatures()).isEqualTo(8 + 2 * 5);
    assertThat(report.findings())
        .extracting(Finding::object)
        .contains(
            "provenance attested of index",
            "provenance attested of image linux/amd64",
            "SBOM attested of image linux/amd64",
            "provenance attested of model cpu-amd64",
            "SBOM attested of model cpu-amd64");
  }

  @Test
  void refusesEvidenceThatAnotherKeyMadeTheReleaseKeyToo() throws IOException {
    release.attest(KEY);
    Report report = check(EVIDENCE, false);

    assertThat(report.verified()).isFalse();
    assertThat(report.findings().stream().filter(finding -> !finding.ok()))
        .hasSize(5)
        .allSatisfy(finding -> assertThat(finding.detail()).contains("VER-060"));
  }

  @Test
  void othersAttestationsThatAreMissingDoNotHideTheRightOnes() throws IOException {
    release.attest(EVIDENCE);
    for (int i = 0; i < 4; i++) {
      SigningKey other = SigningKey.generate();
      release.remove(release.attach(other, release.image, release.imageSbom()));
      release.remove(
          release.attachCopy(StatementSignature.sign(registry.served(release.statement), other)));
    }

    assertThat(check(EVIDENCE, true).findings()).allMatch(Finding::ok);
  }

  @Test
  void looksAtSoManyAttestationsAndNoMore() throws IOException {
    try (RegistryClient client = new RegistryClient(registry.uri(), Credentials.anonymous())) {
      RegistrySource source =
          new RegistrySource(
              client, ImageReference.parse("vision/face-detect:v1.0.0").repository());
      Attached attached = new Attached(source, 1 << 20);
      int[] seen = {0};
      attached.layers(
          Collections.nCopies(2000, Descriptor.of(new Artifact(SignedRelease.layer(), "x/y", 5))),
          10,
          blob -> {
            seen[0]++;
            return false;
          });

      assertThat(seen[0]).isEqualTo(1000);
      assertThat(attached.explained(new Verdict.Refused<>(RefusalCode.NO_EVIDENCE, "none")))
          .asString()
          .contains("more than 1000 objects");
    }
  }

  @Test
  void refusesATagOfAnotherVersion() throws IOException {
    registry.tag("v2.0.0", release.index.digest());
    registry.tag("latest", release.index.digest());

    Report other = check("vision/face-detect:v2.0.0", KEY);

    assertThat(other.verified()).isFalse();
    assertThat(other.findings())
        .anySatisfy(finding -> assertThat(finding.detail()).contains("VER-037", "v2.0.0"));
    assertThat(check("vision/face-detect:latest", KEY).verified()).isTrue();
  }

  @Test
  void oneManifestOfAKeyWithBoundsIsRefused() throws IOException {
    KeySet set =
        KeySet.first(RootKeys.all(List.of(STRANGER.verificationKey())))
            .with(KEY.verificationKey(), KeyRole.RELEASE)
            .next();
    KeySet bounded = set.retire(KeyRole.RELEASE, new TreeMap<>(Map.of("face-detect", "v1.0.0")));

    assertThat(one(set).verified()).isTrue();
    assertThat(one(bounded).verified()).isFalse();
    assertThat(one(bounded).findings().getLast().detail()).contains("VER-059");
  }

  private Report one(KeySet set) throws IOException {
    ImageReference image = ImageReference.parse("vision/face-detect:v1.0.0");
    try (RegistryClient client = new RegistryClient(registry.uri(), Credentials.anonymous())) {
      RegistrySource source = new RegistrySource(client, image.repository());
      Trust trust = Trust.in(set, Policy.OPEN, Instant.EPOCH);
      return new ReleaseCheck(source, image.repository(), trust)
          .checkOne("manifest", source.manifest(release.image.digest()));
    }
  }

  @Test
  void refusesTheSbomOfAnotherDocument() throws IOException {
    release.attest(EVIDENCE);
    Statement made = release.imageSbom();
    Statement other =
        new Statement(made.subjects(), made.predicateType(), made.predicate().put("version", 2));
    try (TinyRegistry second = new TinyRegistry(SignedRelease.REPOSITORY)) {
      SignedRelease lying = new SignedRelease(second, KEY);
      Statement provenance =
          SignedRelease.provenance(SignedRelease.REPOSITORY, lying.index, lying.image, lying.model);
      lying.attest(EVIDENCE, lying.index, provenance);
      lying.attest(EVIDENCE, lying.image, other, provenance);
      lying.attest(EVIDENCE, lying.model, provenance);
      Report report = check(second, EVIDENCE, false);

      assertThat(report.findings().stream().filter(finding -> !finding.ok()))
          .extracting(Finding::detail)
          .hasSize(2)
          .anyMatch(detail -> detail.contains("VER-092"))
          .anyMatch(detail -> detail.contains("VER-091"));
    }
  }

  private static Finding evidence(Report report) {
    return report.findings().stream()
        .filter(finding -> finding.object().equals("evidence"))
        .findFirst()
        .orElseThrow();
  }

  private Report check(SigningKey evidence, boolean required) throws IOException {
    return check(registry, evidence, required);
  }

  private static Report check(TinyRegistry registry, SigningKey evidence, boolean required)
      throws IOException {
    ImageReference image = ImageReference.parse("vision/face-detect:v1.0.0");
    try (RegistryClient client = new RegistryClient(registry.uri(), Credentials.anonymous())) {
      return new ReleaseCheck(
              new RegistrySource(client, image.repository()),
              image.repository(),
              Trust.in(KEY.verificationKey()),
              new EvidencePolicy(List.of(evidence.verificationKey()), required))
          .check(image);
    }
  }

  @Test
  void verifiesByDigestAsWell() throws IOException {
    assertThat(check("vision/face-detect@" + release.index.digest(), KEY).verified()).isTrue();
  }

  static Stream<Arguments> tamperings() {
    return Stream.of(
        tampering("layer", r -> r.tamper(SignedRelease.layer())),
        tampering("model", r -> r.tamper(SignedRelease.modelFile())),
        tampering("SBOM", r -> r.tamper(SignedRelease.modelBom())),
        tampering("missing layer", r -> r.remove(SignedRelease.layer())),
        tampering("statement", r -> r.tamper(r.statement)),
        tampering("missing statement", r -> r.remove(r.statement)),
        tampering("image manifest", r -> r.widen(r.image.digest())),
        tampering("model manifest", r -> r.widen(r.model.digest())),
        tampering("missing model manifest", r -> r.remove(r.model.digest())),
        tampering("bundle of the index", r -> r.tamper(r.indexBundle)),
        tampering("signature of the model's files", r -> r.tamper(r.modelFiles)),
        tampering("missing signature of the model's files", r -> r.remove(r.modelFiles)),
        tampering("payload of the model's signature", r -> r.tamper(r.modelSignature)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tamperings")
  void refusesAReleaseWithAnythingChanged(String name, Consumer<SignedRelease> tamper)
      throws IOException {
    tamper.accept(release);

    Report report = check("vision/face-detect:v1.0.0", KEY);

    assertThat(report.verified()).isFalse();
    assertThat(report.findings())
        .filteredOn(finding -> !finding.ok())
        .hasSize(1)
        .allSatisfy(finding -> assertThat(finding.detail()).containsPattern("\\(OCI-0\\d\\d\\)"));
  }

  @Test
  void refusesAModelWhoseFilesAreNotThoseThatWereSigned() throws IOException {
    release.remove(release.modelFilesManifest);
    assertThat(modelFiles().ok()).isTrue();
    assertThat(modelFiles().detail()).startsWith("not signed");

    Map<String, Digest> files = Map.of("model.onnx", SignedRelease.modelFile());
    release.signModel(STRANGER, files, Map.of());
    assertThat(modelFiles().ok()).isFalse();
    assertThat(modelFiles().detail()).contains("VER-014");
  }

  @Test
  void refusesAModelWithAFileMoreThanItsSignatureNames() throws IOException {
    release.remove(release.modelFilesManifest);
    release.signModel(KEY, Map.of("model.onnx", SignedRelease.modelFile()), Map.of());

    assertThat(modelFiles().ok()).isFalse();
    assertThat(modelFiles().detail()).contains("expected/a/y.npy and 1 more").contains("VER-085");
  }

  @Test
  void findsTheOneSignatureThatHoldsAmongThoseOfOthers() throws IOException {
    release.signModel(STRANGER, Map.of("model.onnx", SignedRelease.modelFile()), Map.of());

    assertThat(modelFiles().ok()).isTrue();
    assertThat(modelFiles().detail()).isEqualTo("model signature");
  }

  /** SBOMs, provenance and verdicts of any number cost no request: the list says what they are. */
  @Test
  void pullsNoAttestationToVerifyASignature() throws IOException {
    check("vision/face-detect:v1.0.0", KEY);
    int before = registry.requests().size();
    for (int i = 0; i < 20; i++) {
      release.attest(STRANGER, "https://example.com/test-result/v" + i);
    }

    Report report = check("vision/face-detect:v1.0.0", KEY);

    assertThat(report.verified()).isTrue();
    assertThat(registry.requests()).hasSize(2 * before);
  }

  /** What the list does not tell is looked at, and does not count for the image's signature. */
  @Test
  void refusesAnAttestationOfTheKeyInPlaceOfTheSignature() throws IOException {
    release.remove(release.indexBundleManifest);
    release.attest(KEY, "https://example.com/test-result/v1");

    assertThat(check("vision/face-detect:v1.0.0", KEY).findings().getFirst().detail())
        .contains("VER-020");
  }

  private Finding modelFiles() throws IOException {
    return check("vision/face-detect:v1.0.0", KEY).findings().stream()
        .filter(finding -> finding.object().equals("model files cpu-amd64"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void refusesWhatAnotherKeySigned() throws IOException {
    Report report = check("vision/face-detect:v1.0.0", STRANGER);

    assertThat(report.verified()).isFalse();
    assertThat(report.signatures()).isZero();
    assertThat(report.findings()).hasSize(1);
    assertThat(report.findings().getFirst().detail()).contains("VER-");
  }

  @Test
  void refusesATagThatWasMovedToWhatNobodySigned() throws IOException {
    byte[] other =
        bytes(
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}");
    registry.tag("v1.0.0", registry.manifest(other, "application/vnd.oci.image.index.v1+json"));

    Report report = check("vision/face-detect:v1.0.0", KEY);

    assertThat(report.index()).isEqualTo(Digest.of(other));
    assertThat(report.verified()).isFalse();
  }

  @Test
  void refusesAnImageWithoutAnIndex() throws IOException {
    assertThat(check("vision/face-detect@" + release.image.digest(), KEY).verified()).isFalse();
  }

  @Test
  void doesNotKnowATagThatIsNotThere() {
    assertThat(
            catchThrowableOfType(OciException.class, () -> check("vision/face-detect:v9.9.9", KEY))
                .code())
        .isEqualTo("OCI-012");
  }

  private Report check(String reference, SigningKey key) throws IOException {
    ImageReference image = ImageReference.parse(reference);
    VerificationKey trusted = key.verificationKey();
    try (RegistryClient client = new RegistryClient(registry.uri(), Credentials.anonymous())) {
      return new ReleaseCheck(
              new RegistrySource(client, image.repository()), image.repository(), Trust.in(trusted))
          .check(image);
    }
  }

  private static Arguments tampering(String name, Consumer<SignedRelease> tamper) {
    return Arguments.of(name, tamper);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
