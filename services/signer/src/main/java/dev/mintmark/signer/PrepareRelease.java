package dev.mintmark.signer;

import dev.mintmark.events.rebuild.v1.RebuildPrepared;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Step;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.signer.publish.ReleasePreparer;

/** Checks everything, then hands on what would be signed. Has no key. */
final class PrepareRelease implements Step<SbomPublished, RebuildPrepared> {
  private final ReleaseCheck check;
  private final ReleasePreparer preparer;

  PrepareRelease(ArtifactStore store, EventChain events) {
    this.check = new ReleaseCheck(store, events);
    this.preparer = new ReleasePreparer(store);
  }

  @Override
  public Outcome<RebuildPrepared> apply(Incoming<SbomPublished> incoming) {
    return check.then(
        incoming,
        contents -> preparer.prepare(contents, incoming.nextLink(incoming.event().getHandOff())));
  }
}
