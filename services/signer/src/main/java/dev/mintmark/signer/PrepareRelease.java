package dev.mintmark.signer;

import dev.mintmark.events.rebuild.v1.RebuildPrepared;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Step;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.signer.publish.ReleasePreparer;

/** Checks everything, then hands on what would be attested and signed. Has no key. */
final class PrepareRelease implements Step<SbomPublished, RebuildPrepared> {
  private final ReleaseCheck check;
  private final ReleasePreparer preparer;

  PrepareRelease(ArtifactStore store, EventChain events, String version) {
    this.check = new ReleaseCheck(store, events);
    this.preparer = new ReleasePreparer(store, version);
  }

  @Override
  public Outcome<RebuildPrepared> apply(Incoming<SbomPublished> incoming) {
    SbomPublished documented = incoming.event();
    return check.then(
        incoming.release(),
        documented,
        incoming.value().toString(),
        contents -> preparer.prepare(contents, incoming.nextLink(documented.getHandOff())));
  }
}
