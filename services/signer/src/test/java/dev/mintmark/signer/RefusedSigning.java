package dev.mintmark.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.verify.key.SigningKey;
import org.apache.avro.specific.SpecificRecordBase;

/** Signs what a line hands on, and says how it was refused. */
final class RefusedSigning {
  private static final SigningKey KEY = SigningKey.generate();

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
      Outcome<ReleaseSigned> outcome =
          new SignRelease(store, new EventChain(store), KEY).apply(incoming);
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
