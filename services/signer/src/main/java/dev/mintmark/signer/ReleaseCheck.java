package dev.mintmark.signer;

import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.ReleaseId;
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

/** What comes before anything is made of a release, by every role and in a rebuild. */
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
   * @param value digest of that event's bytes
   * @param end only called when every check has passed
   */
  <O extends SpecificRecord> Outcome<O> then(
      ReleaseId release, SbomPublished documented, String value, Function<ReleaseContents, O> end) {
    try {
      return new Outcome.Produced<>(end.apply(check(chains.read(release, documented, value))));
    } catch (IllegalArgumentException | OciException e) {
      // Values that no step may write: they will be as wrong next time.
      return new Outcome.Rejected<>(
          SignerCode.MALFORMED.refusal(
              "the release " + release,
              String.valueOf(e.getMessage()),
              "build the release again; if it comes back, a step is broken"));
    }
  }

  private ReleaseContents check(ReleaseChain chain) {
    ModelCheck.check(chain);
    GateCheck.check(chain);
    ReleaseContents read = contents.read(chain);
    // An epoch that is no time is the request's fault, and found before any evidence's.
    read.created();
    return read;
  }
}
