package dev.mintmark.sbom;

import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.HandOff;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.sbom.release.Scratch;
import dev.mintmark.topics.TopicCatalogue;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Puts the step between its topics. */
@Singleton
final class Wiring {
  @Produces
  @Singleton
  HandOff<ImageBuilt, SbomPublished> handOff(
      ArtifactStore store, EventChain events, KitConfig config) throws IOException {
    Scratch.removeLeftovers(config.workDir());
    return new HandOff<>(
        "sbom",
        TopicCatalogue.IMAGE_BUILT,
        TopicCatalogue.SBOM_PUBLISHED,
        new PublishSbom(store, events, config.workDir()));
  }
}
