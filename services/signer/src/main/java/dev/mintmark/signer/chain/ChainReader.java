package dev.mintmark.signer.chain;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.ReleaseId;

/**
 * Follows a release's hand-offs back to its request. A digest names one value, so each link holds
 * by itself; what is checked here is that all of them tell of one release and one request.
 */
public final class ChainReader {
  private final EventChain events;

  public ChainReader(EventChain events) {
    this.events = events;
  }

  /**
   * The chain behind an event.
   *
   * @param last digest of that event's bytes
   * @throws dev.mintmark.kit.refusal.RefusedException SGN-001; ART-001 or KIT-020 for a link that
   *     leads nowhere
   */
  public ReleaseChain read(ReleaseId release, SbomPublished documented, String last) {
    ImageBuilt built = events.read(documented.getHandOff().getPrevious(), ImageBuilt.class);
    ModelQuantized quantized = events.read(built.getHandOff().getPrevious(), ModelQuantized.class);
    ModelIngested ingested = events.read(quantized.getHandOff().getPrevious(), ModelIngested.class);
    BuildRequested request = events.read(ingested.getHandOff().getPrevious(), BuildRequested.class);
    Links links = new Links(release, ingested.getHandOff().getPrevious());
    links.check("sbom.published", documented.getHandOff());
    links.check("image.built", built.getHandOff());
    links.check("model.quantized", quantized.getHandOff());
    links.check("model.ingested", ingested.getHandOff());
    links.check(request);
    return new ReleaseChain(request, ingested, quantized, built, documented, last);
  }

  /**
   * What every link must say.
   *
   * @param request digest of the request that was reached by following the chain
   */
  private record Links(ReleaseId release, String request) {
    void check(String event, HandOff link) {
      SignerCode.CHAIN.same("the name in " + event, release.name(), link.getName());
      SignerCode.CHAIN.same("the version in " + event, release.version(), link.getVersion());
      SignerCode.CHAIN.same("the request that " + event + " names", request, link.getRequest());
    }

    void check(BuildRequested request) {
      SignerCode.CHAIN.same("the name in build.requested", release.name(), request.getName());
      SignerCode.CHAIN.same(
          "the version in build.requested", release.version(), request.getVersion());
    }
  }
}
