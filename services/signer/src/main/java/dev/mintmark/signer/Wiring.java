package dev.mintmark.signer;

import dev.mintmark.events.evidence.v1.EvidenceAttested;
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
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * One hand-off a process: that of its role on the line, or the end of a rebuild, which has no key.
 * Reads the key at start: a service that cannot sign does not start.
 */
@Singleton
final class Wiring {
  private static final String RUN = "mintmark.run";
  private static final String LIVE = "live";
  private static final String ROLE = "mintmark.signer.role";
  private static final String VERSION = "quarkus.application.version";

  @Produces
  @Singleton
  @LookupIfProperty(name = RUN, stringValue = LIVE, lookupIfMissing = true)
  @LookupIfProperty(name = ROLE, stringValue = "release", lookupIfMissing = true)
  HandOff<EvidenceAttested, ReleaseSigned> release(
      ArtifactStore store, EventChain events, SignerConfig config) {
    SignerKeys keys = new SignerKeys(config);
    return new HandOff<>(
        "signer",
        TopicCatalogue.EVIDENCE_ATTESTED,
        TopicCatalogue.RELEASE_SIGNED,
        new SignRelease(store, events, keys.release(), keys.evidencePublic()));
  }

  /** What the signer had signed before there was evidence is not attested after the fact. */
  @Produces
  @Singleton
  @LookupIfProperty(name = RUN, stringValue = LIVE, lookupIfMissing = true)
  @LookupIfProperty(name = ROLE, stringValue = "evidence")
  HandOff<SbomPublished, EvidenceAttested> evidence(
      ArtifactStore store,
      EventChain events,
      SignerConfig config,
      @ConfigProperty(name = VERSION) String version) {
    return new HandOff<>(
            "evidence",
            TopicCatalogue.SBOM_PUBLISHED,
            TopicCatalogue.EVIDENCE_ATTESTED,
            new AttestRelease(store, events, new SignerKeys(config).evidence(), version))
        .inheriting("signer");
  }

  @Produces
  @Singleton
  @LookupUnlessProperty(name = RUN, stringValue = LIVE)
  HandOff<SbomPublished, RebuildPrepared> rebuild(
      ArtifactStore store, EventChain events, @ConfigProperty(name = VERSION) String version) {
    return new HandOff<>(
        "signer",
        TopicCatalogue.SBOM_PUBLISHED,
        TopicCatalogue.REBUILD_PREPARED,
        new PrepareRelease(store, events, version));
  }

  @Produces
  @Singleton
  @LookupIfProperty(name = RUN, stringValue = LIVE, lookupIfMissing = true)
  @LookupIfProperty(name = ROLE, stringValue = "verdict")
  HandOff<ReleaseReproduced, VerdictSigned> verdict(ArtifactStore store, SignerConfig config) {
    return new HandOff<>(
            "verdict",
            TopicCatalogue.RELEASE_REPRODUCED,
            TopicCatalogue.VERDICT_SIGNED,
            new SignVerdict(store, new SignerKeys(config).verdict()),
            HandOff.Kind.DECISION)
        .inheriting("signer-verdicts");
  }
}
