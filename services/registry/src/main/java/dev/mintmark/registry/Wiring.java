package dev.mintmark.registry;

import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.events.release.v1.ReleaseRevoked;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.release.v1.ReleaseWithdrawn;
import dev.mintmark.events.verdict.v1.VerdictPublished;
import dev.mintmark.events.verdict.v1.VerdictSigned;
import dev.mintmark.kit.handoff.HandOff;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.registry.publish.PublishRelease;
import dev.mintmark.registry.publish.PublishVerdict;
import dev.mintmark.registry.publish.WithdrawRelease;
import dev.mintmark.topics.TopicCatalogue;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the publishers between their topics. */
@Singleton
final class Wiring {
  @Produces
  @Singleton
  HandOff<ReleaseSigned, ReleasePublished> handOff(ArtifactStore store, Pointers pointers) {
    return new HandOff<>(
        "registry",
        TopicCatalogue.RELEASE_SIGNED,
        TopicCatalogue.RELEASE_PUBLISHED,
        new PublishRelease(store, pointers));
  }

  @Produces
  @Singleton
  HandOff<ReleaseRevoked, ReleaseWithdrawn> withdrawals(Pointers pointers) {
    return new HandOff<>(
        "registry-withdrawals",
        TopicCatalogue.RELEASE_REVOKED,
        TopicCatalogue.RELEASE_WITHDRAWN,
        new WithdrawRelease(pointers),
        HandOff.Kind.DECISION);
  }

  @Produces
  @Singleton
  HandOff<VerdictSigned, VerdictPublished> verdicts(ArtifactStore store, Pointers pointers) {
    return new HandOff<>(
        "registry-verdicts",
        TopicCatalogue.VERDICT_SIGNED,
        TopicCatalogue.VERDICT_PUBLISHED,
        new PublishVerdict(store, pointers),
        HandOff.Kind.DECISION);
  }
}
