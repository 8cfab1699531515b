package dev.mintmark.signer;

import dev.mintmark.events.rebuild.v1.RebuildPrepared;
import dev.mintmark.events.release.v1.ReleaseReproduced;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.events.verdict.v1.VerdictSigned;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.HandOff;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.signer.verdict.SignVerdict;
import dev.mintmark.topics.TopicCatalogue;
import io.quarkus.arc.lookup.LookupIfProperty;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Reads the keys at start: a service that cannot sign does not start. A rebuild has another end of
 * the line, which has no key.
 */
@Singleton
final class Wiring {
  private static final String RUN = "mintmark.run";
  private static final String LIVE = "live";

  @Produces
  @Singleton
  @LookupIfProperty(name = RUN, stringValue = LIVE, lookupIfMissing = true)
  HandOff<SbomPublished, ReleaseSigned> release(
      ArtifactStore store, EventChain events, SignerConfig config) {
    return new HandOff<>(
        "signer",
        TopicCatalogue.SBOM_PUBLISHED,
        TopicCatalogue.RELEASE_SIGNED,
        new SignRelease(store, events, new SignerKeys(config).release()));
  }

  @Produces
  @Singleton
  @LookupUnlessProperty(name = RUN, stringValue = LIVE)
  HandOff<SbomPublished, RebuildPrepared> rebuild(ArtifactStore store, EventChain events) {
    return new HandOff<>(
        "signer",
        TopicCatalogue.SBOM_PUBLISHED,
        TopicCatalogue.REBUILD_PREPARED,
        new PrepareRelease(store, events));
  }

  /** Only where a verdict key is set: no path is named as the property's excluded value. */
  @Produces
  @Singleton
  @LookupIfProperty(name = RUN, stringValue = LIVE, lookupIfMissing = true)
  @LookupUnlessProperty(name = "mintmark.signer.verdict-key", stringValue = "none")
  HandOff<ReleaseReproduced, VerdictSigned> verdict(ArtifactStore store, SignerConfig config) {
    return new HandOff<>(
        "signer-verdicts",
        TopicCatalogue.RELEASE_REPRODUCED,
        TopicCatalogue.VERDICT_SIGNED,
        new SignVerdict(store, new SignerKeys(config).verdict()),
        HandOff.Kind.DECISION);
  }
}
