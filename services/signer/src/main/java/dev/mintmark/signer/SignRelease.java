package dev.mintmark.signer;

import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Step;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.signer.publish.ReleaseSigner;
import dev.mintmark.verify.key.SigningKey;

/** Checks everything, then signs. */
final class SignRelease implements Step<SbomPublished, ReleaseSigned> {
  private final ReleaseCheck check;
  private final ReleaseSigner signer;

  SignRelease(ArtifactStore store, EventChain events, SigningKey key) {
    this.check = new ReleaseCheck(store, events);
    this.signer = new ReleaseSigner(store, key);
  }

  @Override
  public Outcome<ReleaseSigned> apply(Incoming<SbomPublished> incoming) {
    return check.then(
        incoming,
        contents -> signer.sign(contents, incoming.nextLink(incoming.event().getHandOff())));
  }
}
