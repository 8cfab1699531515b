package dev.mintmark.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.evidence.v1.Attestation;
import dev.mintmark.events.evidence.v1.EvidenceAttested;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.ImageSigner;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.intoto.Subject;
import dev.mintmark.verify.key.SigningKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The release key is not used for a release whose evidence is wrong in any way. */
class RefusedEvidenceTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKey EVIDENCE = SigningKey.generate();

  @TempDir Path folder;
  private FolderArtifactStore store;
  private SampleLine line;
  private EvidenceAttested event;

  @BeforeEach
  void attest() {
    store = new FolderArtifactStore(folder.resolve("store"));
    line = new SampleLine(store);
    event = line.attested(EVIDENCE).event();
  }

  @Test
  void takesWhatWasAttested() {
    assertThat(sign()).isEqualTo("signed");
  }

  @Test
  void takesProvenanceOfAnOlderVersionOfTheLine() {
    Outcome<EvidenceAttested> older =
        new AttestRelease(store, new EventChain(store), EVIDENCE, "0.0.9").apply(line.run());
    event = ((Outcome.Produced<EvidenceAttested>) older).event();
    assertThat(sign()).isEqualTo("signed");
  }

  @Test
  void refusesWhatAnotherKeyAttestedTheReleaseKeyToo() {
    event = line.attested(KEY).event();
    assertThat(sign()).isEqualTo("SGN-014");
    event.put("key", EVIDENCE.verificationKey().hint());
    assertThat(sign()).isEqualTo("SGN-014");
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        change("no attestation", (test, e) -> e.put("attestations", List.of())),
        change("no SBOM of one image", (test, e) -> test.attestations(List::removeFirst)),
        change("no provenance of one model", (test, e) -> test.attestations(List::removeLast)),
        change("another order", (test, e) -> test.attestations(Collections::reverse)),
        change(
            "another subject",
            (test, e) -> test.first().put("subject", Digest.of(new byte[7]).toString())),
        change("another index", (test, e) -> e.put("index", reference(new byte[7]))),
        change("another repository", (test, e) -> e.put("repository", "vision/other")),
        change("no objects", (test, e) -> e.put("objects", List.of())),
        change(
            "one tag less",
            (test, e) -> e.put("objects", e.getObjects().subList(0, e.getObjects().size() - 1))),
        change(
            "another image's SBOM",
            (test, e) -> test.first().put("bundle", e.getAttestations().get(1).getBundle())),
        change(
            "provenance in an SBOM's place",
            (test, e) -> test.first().put("bundle", e.getAttestations().getLast().getBundle())),
        change("a changed payload", (test, e) -> test.resign(s -> s, true)),
        change(
            "another predicate under the same key",
            (test, e) ->
                test.resign(
                    s ->
                        new Statement(
                            s.subjects(), s.predicateType(), s.predicate().put("extra", 1)),
                    false)),
        change(
            "an image signature by the evidence key",
            (test, e) ->
                test.resign(
                    s ->
                        new Statement(
                            s.subjects(), ImageSigner.PREDICATE_TYPE, CanonicalJson.object()),
                    false)),
        change(
            "a failed test's result by the evidence key",
            (test, e) ->
                test.resign(
                    s ->
                        new Statement(
                            s.subjects(),
                            "https://in-toto.io/attestation/test-result/v0.1",
                            CanonicalJson.object().put("result", "FAILED")),
                    false)),
        change(
            "an SBOM for another repository",
            (test, e) ->
                test.resign(
                    s ->
                        new Statement(
                            List.of(
                                new Subject(
                                    Optional.of("vision/other"), s.subjects().getFirst().digest())),
                            s.predicateType(),
                            s.predicate()),
                    false)));
  }

  private static Arguments change(
      String name, BiConsumer<RefusedEvidenceTest, EvidenceAttested> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void refusesEvidenceWithAnythingChanged(
      String name, BiConsumer<RefusedEvidenceTest, EvidenceAttested> change) {
    change.accept(this, event);
    assertThat(sign()).isEqualTo("SGN-014");
  }

  @Test
  void refusesEvidenceOfAnotherRequest() {
    event.getHandOff().put("request", Digest.of(new byte[3]).toString());
    assertThat(sign()).isEqualTo("SGN-001");
  }

  private Attestation first() {
    return event.getAttestations().getFirst();
  }

  private void attestations(java.util.function.Consumer<List<Attestation>> change) {
    List<Attestation> all = new ArrayList<>(event.getAttestations());
    change.accept(all);
    event.put("attestations", all);
  }

  /** Puts another statement, signed by the evidence key, in the place of the first one. */
  private void resign(UnaryOperator<Statement> change, boolean breakSignature) {
    byte[] bundle = store.read(Digest.parse(first().getBundle().getDigest()), 1 << 20);
    Envelope envelope = SigstoreBundle.read(bundle).envelope();
    SigstoreBundle other =
        SigstoreBundle.sign(change.apply(Statement.read(envelope.payload())), EVIDENCE);
    if (breakSignature) {
      byte[] payload = envelope.payload();
      payload[payload.length - 20] ^= 1;
      other =
          new SigstoreBundle(
              other.keyHint(),
              new Envelope(Envelope.IN_TOTO, payload, other.envelope().signature()));
    }
    first().put("bundle", stored(other.bytes()));
    first().put("statement", stored(other.envelope().payload()));
  }

  private ArtifactReference stored(byte[] bytes) {
    return ArtifactReferences.toReference(store.put(bytes, SigstoreBundle.MEDIA_TYPE));
  }

  private static ArtifactReference reference(byte[] bytes) {
    return ArtifactReferences.toReference(Artifact.of(bytes, "application/octet-stream"));
  }

  private String sign() {
    Incoming<EvidenceAttested> incoming = line.handedOn(event);
    try {
      Outcome<ReleaseSigned> outcome =
          new SignRelease(store, new EventChain(store), KEY, EVIDENCE.verificationKey())
              .apply(incoming);
      return outcome instanceof Outcome.Rejected<ReleaseSigned> rejected
          ? rejected.refusal().code()
          : "signed";
    } catch (RefusedException e) {
      return e.refusal().code();
    }
  }
}
