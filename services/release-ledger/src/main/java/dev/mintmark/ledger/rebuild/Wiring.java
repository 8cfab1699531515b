package dev.mintmark.ledger.rebuild;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.rebuild.v1.RebuildOrdered;
import dev.mintmark.events.rebuild.v1.RebuildPrepared;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.events.release.v1.ReleaseReproduced;
import dev.mintmark.kit.handoff.HandOff;
import dev.mintmark.ledger.LedgerConfig;
import dev.mintmark.ledger.rebuild.judge.Judge;
import dev.mintmark.ledger.rebuild.judge.JudgeRebuild;
import dev.mintmark.ledger.rebuild.judge.ReleaseKeys;
import dev.mintmark.ledger.rebuild.replay.ReplayRelease;
import dev.mintmark.topics.TopicCatalogue;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Puts the replayer and the two judges between their topics, where this ledger rebuilds at all. */
@Singleton
final class Wiring {
  private static final String SWITCH = "mintmark.ledger.rebuilds";

  @Produces
  @Singleton
  Judge judge(LedgerConfig config) {
    return new Judge(
        ReleaseKeys.read(
            config.releasePublicKeys().orElse(List.of()),
            config.evidencePublicKeys().orElse(List.of())));
  }

  @Produces
  @Singleton
  @LookupUnlessProperty(name = SWITCH, stringValue = "false", lookupIfMissing = true)
  HandOff<RebuildOrdered, BuildRequested> replay(ReplayRelease step) {
    return new HandOff<>(
        "release-ledger-replay",
        TopicCatalogue.REBUILD_ORDERED,
        TopicCatalogue.BUILD_REQUESTED,
        step,
        HandOff.Kind.DECISION);
  }

  @Produces
  @Singleton
  @LookupUnlessProperty(name = SWITCH, stringValue = "false", lookupIfMissing = true)
  HandOff<RebuildPrepared, ReleaseReproduced> prepared(JudgeRebuild judge) {
    return new HandOff<>(
        "release-ledger-judge",
        TopicCatalogue.REBUILD_PREPARED,
        TopicCatalogue.RELEASE_REPRODUCED,
        judge.prepared(),
        HandOff.Kind.JUDGEMENT);
  }

  @Produces
  @Singleton
  @LookupUnlessProperty(name = SWITCH, stringValue = "false", lookupIfMissing = true)
  HandOff<ReleaseRejected, ReleaseReproduced> rejected(JudgeRebuild judge) {
    return new HandOff<>(
        "release-ledger-refusals",
        TopicCatalogue.twin(TopicCatalogue.RELEASE_REJECTED).orElseThrow(),
        TopicCatalogue.RELEASE_REPRODUCED,
        judge.rejected(),
        HandOff.Kind.JUDGEMENT);
  }
}
