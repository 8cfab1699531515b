package dev.mintmark.registry;

import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.kit.handoff.HandOff;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.registry.link.RepositoryLinks;
import dev.mintmark.registry.publish.PublishRelease;
import dev.mintmark.topics.TopicCatalogue;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the publisher between its topics. */
@Singleton
final class Wiring {
  @Produces
  @Singleton
  RepositoryLinks links(Pointers pointers) {
    return new RepositoryLinks(pointers);
  }

  @Produces
  @Singleton
  HandOff<ReleaseSigned, ReleasePublished> handOff(ArtifactStore store, RepositoryLinks links) {
    return new HandOff<>(
        "registry",
        TopicCatalogue.RELEASE_SIGNED,
        TopicCatalogue.RELEASE_PUBLISHED,
        new PublishRelease(store, links));
  }
}
