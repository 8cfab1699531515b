package dev.mintmark.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Artifact;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.evidence.v1.EvidenceAttested;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.verify.key.SigningKey;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;

/** Signs what a line hands on, and says how it was refused. */
final class RefusedSigning {
  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKey EVIDENCE = SigningKey.generate();

  private RefusedSigning() {}

  static void assertRefused(ArtifactStore store, SampleLine line, String code) {
    var incoming = line.run();
    Refusal refusal = refusal(store, incoming);
    assertThat(refusal.code()).as(refusal.message()).isEqualTo(code);
    assertThat(refusal.subject()).isNotBlank();
    assertThat(refusal.advice()).isNotBlank();
  }

  static Refusal refusal(ArtifactStore store, Incoming<SbomPublished> incoming) {
    try {
      Outcome<?> outcome =
          new AttestRelease(store, new EventChain(store), EVIDENCE, SampleLine.VERSION)
              .apply(incoming);
      assertThat(outcome).as("the release was attested").isInstanceOf(Outcome.Rejected.class);
      Refusal refusal = ((Outcome.Rejected<?>) outcome).refusal();
      assertThat(signed(store, incoming)).isEqualTo(refusal);
      return refusal;
    } catch (RefusedException e) {
      assertThat(signed(store, incoming)).isEqualTo(e.refusal());
      return e.refusal();
    }
  }

  /** What the release signer says of the same release, whatever somebody attested of it. */
  private static Refusal signed(ArtifactStore store, Incoming<SbomPublished> incoming) {
    EvidenceAttested nothing =
        new EvidenceAttested(
            incoming.nextLink(incoming.event().getHandOff()),
            SampleLine.REPOSITORY,
            ArtifactReferences.toReference(Artifact.of(new byte[0], "none")),
            "none",
            List.of(),
            List.of());
    try {
      Outcome<ReleaseSigned> outcome =
          new SignRelease(store, new EventChain(store), KEY, EVIDENCE.verificationKey())
              .apply(new SampleLine(store).handedOn(nothing));
      assertThat(outcome).as("the release was signed").isInstanceOf(Outcome.Rejected.class);
      return ((Outcome.Rejected<ReleaseSigned>) outcome).refusal();
    } catch (RefusedException e) {
      return e.refusal();
    }
  }

  static ArtifactReference reference(SpecificRecordBase event, String path) {
    return (ArtifactReference) Paths.get(event, path);
  }
}
