package dev.mintmark.signer;

import dev.mintmark.events.evidence.v1.EvidenceAttested;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Step;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.signer.chain.SignerCode;
import dev.mintmark.signer.contents.ReleaseContents;
import dev.mintmark.signer.evidence.EvidenceCheck;
import dev.mintmark.signer.publish.ReleaseSigner;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;

/** Checks everything, the evidence too, then signs. */
final class SignRelease implements Step<EvidenceAttested, ReleaseSigned> {
  private final EventChain events;
  private final ReleaseCheck check;
  private final EvidenceCheck evidence;
  private final ReleaseSigner signer;

  /**
   * @param evidenceKey whose attestations a release must have
   */
  SignRelease(ArtifactStore store, EventChain events, SigningKey key, VerificationKey evidenceKey) {
    this.events = events;
    this.check = new ReleaseCheck(store, events);
    this.evidence = new EvidenceCheck(store, evidenceKey);
    this.signer = new ReleaseSigner(store, key);
  }

  @Override
  public Outcome<ReleaseSigned> apply(Incoming<EvidenceAttested> incoming) {
    String value = incoming.event().getHandOff().getPrevious();
    SbomPublished documented = events.read(value, SbomPublished.class);
    return check.then(incoming.release(), documented, value, contents -> sign(incoming, contents));
  }

  private ReleaseSigned sign(Incoming<EvidenceAttested> incoming, ReleaseContents contents) {
    EvidenceAttested attested = incoming.event();
    SignerCode.CHAIN.same(
        "the request that evidence.attested names",
        contents.chain().documented().getHandOff().getRequest(),
        attested.getHandOff().getRequest());
    evidence.check(attested, contents);
    return signer.sign(contents, attested.getObjects(), incoming.nextLink(attested.getHandOff()));
  }
}
