package dev.mintmark.verify.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.ImagePayloads;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.intoto.Subject;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.registry.SignedRelease;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AttestationVerifierTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKey RELEASE = SigningKey.generate();
  private static final String REPOSITORY = "vision/face-detect";
  private static final Artifact IMAGE = Artifact.of("image".getBytes(UTF_8), "image");
  private static final AttestationVerifier VERIFIER =
      new AttestationVerifier(List.of(KEY.verificationKey()));

  private static Statement sbom(String repository, Artifact subject) {
    return new Statement(
        List.of(new Subject(Optional.of(repository), subject.digest())),
        EvidenceType.SBOM.predicateType(),
        CanonicalJson.object().put("bomFormat", "CycloneDX"));
  }

  private static Verdict<Statement> verify(Statement statement, SigningKey key, EvidenceType type) {
    SigstoreBundle bundle = SigstoreBundle.sign(statement, key);
    Verdict<Statement> one =
        VERIFIER.verifyBundle(bundle.bytes(), type, IMAGE.digest(), REPOSITORY);
    Verdict<Statement> other =
        VERIFIER.verifyEnvelope(
            CanonicalJson.write(bundle.envelope().json()), type, IMAGE.digest(), REPOSITORY);
    assertThat(one.getClass()).as("cosign 3's form and cosign 2's").isEqualTo(other.getClass());
    return one;
  }

  private static void assertRefused(Verdict<?> verdict, RefusalCode code) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  @Test
  void takesBothTypesInBothForms() {
    assertThat(verify(sbom(REPOSITORY, IMAGE), KEY, EvidenceType.SBOM))
        .isInstanceOf(Verdict.Verified.class);
    assertThat(verify(SignedRelease.provenance(REPOSITORY, IMAGE), KEY, EvidenceType.PROVENANCE))
        .isInstanceOf(Verdict.Verified.class);
  }

  @Test
  void refusesTheReleaseKeyAndStrangers() {
    assertRefused(
        verify(sbom(REPOSITORY, IMAGE), RELEASE, EvidenceType.SBOM), RefusalCode.UNKNOWN_KEY);
  }

  @Test
  void refusesAForeignKeysSignatureUnderItsOwnName() {
    SigstoreBundle foreign = SigstoreBundle.sign(sbom(REPOSITORY, IMAGE), RELEASE);
    SigstoreBundle lying = new SigstoreBundle(KEY.verificationKey().hint(), foreign.envelope());
    assertRefused(
        VERIFIER.verifyBundle(lying.bytes(), EvidenceType.SBOM, IMAGE.digest(), REPOSITORY),
        RefusalCode.BAD_SIGNATURE);
  }

  @Test
  void refusesAChangedPayload() {
    Envelope envelope = SigstoreBundle.sign(sbom(REPOSITORY, IMAGE), KEY).envelope();
    byte[] payload =
        new String(envelope.payload(), UTF_8).replace("Cyclone", "Typhoon").getBytes(UTF_8);
    SigstoreBundle changed =
        new SigstoreBundle(
            KEY.verificationKey().hint(),
            new Envelope(Envelope.IN_TOTO, payload, envelope.signature()));
    assertRefused(
        VERIFIER.verifyBundle(changed.bytes(), EvidenceType.SBOM, IMAGE.digest(), REPOSITORY),
        RefusalCode.BAD_SIGNATURE);
  }

  @Test
  void refusesAnotherPayloadType() {
    byte[] payload = sbom(REPOSITORY, IMAGE).bytes();
    SigstoreBundle other =
        new SigstoreBundle(
            KEY.verificationKey().hint(), Envelope.sign("application/json", payload, KEY));
    assertRefused(
        VERIFIER.verifyBundle(other.bytes(), EvidenceType.SBOM, IMAGE.digest(), REPOSITORY),
        RefusalCode.PAYLOAD_TYPE);
  }

  @Test
  void refusesAnotherTypeAnotherSubjectAndAnotherRepository() {
    Artifact other = Artifact.of(new byte[3], "image");
    assertRefused(
        verify(sbom(REPOSITORY, IMAGE), KEY, EvidenceType.PROVENANCE), RefusalCode.WRONG_PREDICATE);
    assertRefused(
        verify(sbom(REPOSITORY, other), KEY, EvidenceType.SBOM), RefusalCode.WRONG_SUBJECT);
    assertRefused(
        verify(sbom("vision/other", IMAGE), KEY, EvidenceType.SBOM), RefusalCode.WRONG_REPOSITORY);
    assertRefused(
        verify(SignedRelease.provenance("vision/other", IMAGE), KEY, EvidenceType.PROVENANCE),
        RefusalCode.WRONG_REPOSITORY);
  }

  @Test
  void refusesAnImageSignatureAsEvidenceAndEvidenceAsAnImageSignature() {
    Statement image = ImagePayloads.of(IMAGE, REPOSITORY).statement();
    assertRefused(verify(image, KEY, EvidenceType.SBOM), RefusalCode.WRONG_PREDICATE);

    ReleaseVerifier releases = new ReleaseVerifier(List.of(RELEASE.verificationKey()));
    assertRefused(
        releases.verifyBundle(SigstoreBundle.sign(image, KEY).bytes(), IMAGE.digest(), REPOSITORY),
        RefusalCode.UNKNOWN_KEY);
    ReleaseVerifier fooled = new ReleaseVerifier(List.of(KEY.verificationKey()));
    assertRefused(
        fooled.verifyBundle(
            SigstoreBundle.sign(sbom(REPOSITORY, IMAGE), KEY).bytes(), IMAGE.digest(), REPOSITORY),
        RefusalCode.WRONG_PREDICATE);
  }

  @Test
  void refusesAFailedTestsResult() {
    Statement failed =
        new Statement(
            List.of(new Subject(Optional.of(REPOSITORY), IMAGE.digest())),
            "https://in-toto.io/attestation/test-result/v0.1",
            CanonicalJson.object().put("result", "FAILED"));
    for (EvidenceType type : EvidenceType.values()) {
      assertRefused(verify(failed, KEY, type), RefusalCode.WRONG_PREDICATE);
    }
  }

  @Test
  void saysWhatIsMissing() {
    assertRefused(
        VERIFIER.verifyAnyBundle(List.of(), EvidenceType.SBOM, IMAGE.digest(), REPOSITORY),
        RefusalCode.NO_EVIDENCE);
    assertRefused(
        VERIFIER.verifyAnyEnvelope(List.of(), EvidenceType.SBOM, IMAGE.digest(), REPOSITORY),
        RefusalCode.NO_EVIDENCE);
  }

  @Test
  void takesOneGoodOneAmongStrangers() {
    byte[] good = SigstoreBundle.sign(sbom(REPOSITORY, IMAGE), KEY).bytes();
    byte[] strange = SigstoreBundle.sign(sbom(REPOSITORY, IMAGE), RELEASE).bytes();
    assertThat(
            VERIFIER.verifyAnyBundle(
                List.of(strange, "no bundle".getBytes(UTF_8), good),
                EvidenceType.SBOM,
                IMAGE.digest(),
                REPOSITORY))
        .isInstanceOf(Verdict.Verified.class);
  }

  static Stream<Arguments> provenances() {
    return Stream.of(
        provenance("another build type", p -> at(p, "buildDefinition").put("buildType", "x")),
        provenance("another builder", p -> at(p, "runDetails", "builder").put("id", "x")),
        provenance("no version", p -> at(p, "runDetails", "builder").remove("version")),
        provenance("more than is known", p -> p.put("note", "x")),
        provenance("a time", p -> at(p, "runDetails").putObject("metadata").put("startedOn", "x")),
        provenance("no dependencies", p -> at(p, "buildDefinition").remove("resolvedDependencies")),
        provenance(
            "a dependency without a digest",
            p -> ((ObjectNode) p.at("/buildDefinition/resolvedDependencies/0")).remove("digest")),
        provenance(
            "a short digest",
            p ->
                ((ObjectNode) p.at("/buildDefinition/resolvedDependencies/0/digest"))
                    .put("sha256", "ab")),
        provenance("no hand-offs", p -> at(p, "runDetails").remove("byproducts")),
        provenance(
            "a broken chain",
            p ->
                ((ObjectNode) p.at("/runDetails/byproducts/1/annotations"))
                    .put("previous", "sha256:00")),
        provenance(
            "another request",
            p ->
                at(p, "buildDefinition", "externalParameters")
                    .put("requestDigest", Digest.of(new byte[9]).toString())));
  }

  private static Arguments provenance(String name, Consumer<ObjectNode> change) {
    return Arguments.of(name, change);
  }

  private static ObjectNode at(ObjectNode node, String... names) {
    ObjectNode found = node;
    for (String name : names) {
      found = (ObjectNode) found.get(name);
    }
    return found;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("provenances")
  void refusesProvenanceOfAnotherForm(String name, Consumer<ObjectNode> change) {
    Statement made = SignedRelease.provenance(REPOSITORY, IMAGE);
    ObjectNode predicate = made.predicate();
    change.accept(predicate);
    Statement changed = new Statement(made.subjects(), made.predicateType(), predicate);
    assertRefused(verify(changed, KEY, EvidenceType.PROVENANCE), RefusalCode.PROVENANCE_FORM);
  }

  @Test
  void makesTheSameManifestsOfTheSameBundles() {
    SigstoreBundle bundle = SigstoreBundle.sign(sbom(REPOSITORY, IMAGE), KEY);
    Attestations one =
        new Attestations(IMAGE, List.of(new Attestations.Signed(EvidenceType.SBOM, bundle)));
    Attestations again =
        new Attestations(
            IMAGE,
            List.of(
                new Attestations.Signed(EvidenceType.SBOM, SigstoreBundle.read(bundle.bytes()))));
    assertThat(one.tag()).isEqualTo(again.tag());
    assertThat(one.referrers(Instant.EPOCH)).isEqualTo(again.referrers(Instant.EPOCH));
    assertThat(one.tag().tag()).contains("sha256-" + IMAGE.digest().hex() + ".att");
  }

  @Test
  void refusesTwoAttestationsOfOneTypeOnOneManifest() {
    Attestations.Signed signed =
        new Attestations.Signed(
            EvidenceType.SBOM, SigstoreBundle.sign(sbom(REPOSITORY, IMAGE), KEY));
    assertThatThrownBy(() -> new Attestations(IMAGE, List.of(signed, signed)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Attestations(IMAGE, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
