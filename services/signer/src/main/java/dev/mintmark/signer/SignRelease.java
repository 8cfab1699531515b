package dev.mintmark.signer;

import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Step;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.OciException;
import dev.mintmark.signer.chain.ChainReader;
import dev.mintmark.signer.chain.GateCheck;
import dev.mintmark.signer.chain.ModelCheck;
import dev.mintmark.signer.chain.ReleaseChain;
import dev.mintmark.signer.chain.SignerCode;
import dev.mintmark.signer.contents.ContentsReader;
import dev.mintmark.signer.contents.ReleaseContents;
import dev.mintmark.signer.publish.ReleaseSigner;
import dev.mintmark.verify.key.SigningKey;

/** Checks everything, then signs. */
final class SignRelease implements Step<SbomPublished, ReleaseSigned> {
  private final ChainReader chains;
  private final ContentsReader contents;
  private final ReleaseSigner signer;

  SignRelease(ArtifactStore store, EventChain events, SigningKey key) {
    this.chains = new ChainReader(events);
    this.contents = new ContentsReader(store);
    this.signer = new ReleaseSigner(store, key);
  }

  @Override
  public Outcome<ReleaseSigned> apply(Incoming<SbomPublished> incoming) {
    try {
      ReleaseContents checked = check(chains.read(incoming));
      return new Outcome.Produced<>(
          signer.sign(checked, incoming.nextLink(incoming.event().getHandOff())));
    } catch (IllegalArgumentException | OciException e) {
      // Values that no step may write: they will be as wrong next time.
      return new Outcome.Rejected<>(
          SignerCode.MALFORMED.refusal(
              "the release " + incoming.release(),
              String.valueOf(e.getMessage()),
              "build the release again; if it comes back, a step is broken"));
    }
  }

  private ReleaseContents check(ReleaseChain chain) {
    ModelCheck.check(chain);
    GateCheck.check(chain);
    return contents.read(chain);
  }
}
