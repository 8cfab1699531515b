package dev.mintmark.signer;

import dev.mintmark.events.evidence.v1.EvidenceAttested;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Step;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.signer.evidence.EvidenceSigner;
import dev.mintmark.verify.key.SigningKey;

/** Checks everything, then attests what is in the release and how it was made. */
final class AttestRelease implements Step<SbomPublished, EvidenceAttested> {
  private final ReleaseCheck check;
  private final EvidenceSigner signer;

  AttestRelease(ArtifactStore store, EventChain events, SigningKey key, String version) {
    this.check = new ReleaseCheck(store, events);
    this.signer = new EvidenceSigner(store, key, version);
  }

  @Override
  public Outcome<EvidenceAttested> apply(Incoming<SbomPublished> incoming) {
    SbomPublished documented = incoming.event();
    return check.then(
        incoming.release(),
        documented,
        incoming.value().toString(),
        contents -> signer.attest(contents, incoming.nextLink(documented.getHandOff())));
  }
}
