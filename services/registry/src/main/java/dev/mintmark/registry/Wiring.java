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
import dev.mintmark.registry.http.RegistryConfig;
import dev.mintmark.registry.link.CachedPointers;
import dev.mintmark.registry.publish.PublishRelease;
import dev.mintmark.registry.publish.PublishVerdict;
import dev.mintmark.registry.publish.Vouching;
import dev.mintmark.registry.publish.WithdrawRelease;
import dev.mintmark.topics.TopicCatalogue;
import dev.mintmark.verify.key.VerificationKey;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** Puts the publishers between their topics. */
@Singleton
final class Wiring {
  /** One for all that read and write links here: so it never shows what this process changed. */
  @Produces
  @Singleton
  @Typed(CachedPointers.class)
  CachedPointers links(Pointers pointers, RegistryConfig config) {
    return new CachedPointers(pointers, config.linkCache(), Clock.systemUTC());
  }

  @Produces
  @Singleton
  HandOff<ReleaseSigned, ReleasePublished> handOff(
      ArtifactStore store, CachedPointers pointers, RegistryConfig config) {
    return new HandOff<>(
        "registry",
        TopicCatalogue.RELEASE_SIGNED,
        TopicCatalogue.RELEASE_PUBLISHED,
        new PublishRelease(store, pointers, vouching(config)));
  }

  private static Optional<Vouching> vouching(RegistryConfig config) {
    if (config.releasePublicKey().isPresent() != config.evidencePublicKey().isPresent()) {
      throw new IllegalStateException(
          "of mintmark.registry.release-public-key and mintmark.registry.evidence-public-key"
              + " one is set and the other is not; set both or neither");
    }
    return config
        .releasePublicKey()
        .map(VerificationKey::read)
        .flatMap(release ->
            config
                .evidencePublicKey()
                .map(VerificationKey::read)
                .map(evidence -> new Vouching(release, evidence)));
  }

  @Produces
  @Singleton
  HandOff<ReleaseRevoked, ReleaseWithdrawn> withdrawals(CachedPointers pointers) {
    return new HandOff<>(
        "registry-withdrawals",
        TopicCatalogue.RELEASE_REVOKED,
        TopicCatalogue.RELEASE_WITHDRAWN,
        new WithdrawRelease(pointers),
        HandOff.Kind.DECISION);
  }

  @Produces
  @Singleton
  HandOff<VerdictSigned, VerdictPublished> verdicts(ArtifactStore store, CachedPointers pointers) {
    return new HandOff<>(
        "registry-verdicts",
        TopicCatalogue.VERDICT_SIGNED,
        TopicCatalogue.VERDICT_PUBLISHED,
        new PublishVerdict(store, pointers),
        HandOff.Kind.DECISION);
  }
}
