package dev.mintmark.signer;

import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.OciException;
import dev.mintmark.signer.chain.ChainReader;
import dev.mintmark.signer.chain.GateCheck;
import dev.mintmark.signer.chain.ModelCheck;
import dev.mintmark.signer.chain.ReleaseChain;
import dev.mintmark.signer.chain.SignerCode;
import dev.mintmark.signer.contents.ContentsReader;
import dev.mintmark.signer.contents.ReleaseContents;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** What comes before anything is made of a release, on the line and in a rebuild. */
final class ReleaseCheck {
  private final ChainReader chains;
  private final ContentsReader contents;

  ReleaseCheck(ArtifactStore store, EventChain events) {
    this.chains = new ChainReader(events);
    this.contents = new ContentsReader(store);
  }

  /**
   * Checks the release and makes the answer of what was checked.
   *
   * @param end only called when every check has passed
   */
  <O extends SpecificRecord> Outcome<O> then(
      Incoming<SbomPublished> incoming, Function<ReleaseContents, O> end) {
    try {
      return new Outcome.Produced<>(end.apply(check(chains.read(incoming))));
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
