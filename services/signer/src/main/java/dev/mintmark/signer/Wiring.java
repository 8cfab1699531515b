package dev.mintmark.signer;

import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.HandOff;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.topics.TopicCatalogue;
import dev.mintmark.verify.key.SigningKey;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Reads the key at start: a service that cannot sign does not start. */
@Singleton
final class Wiring {
  @Produces
  @Singleton
  HandOff<SbomPublished, ReleaseSigned> handOff(
      ArtifactStore store, EventChain events, SignerConfig config) {
    return new HandOff<>(
        "signer",
        TopicCatalogue.SBOM_PUBLISHED,
        TopicCatalogue.RELEASE_SIGNED,
        new SignRelease(store, events, SigningKey.read(config.releaseKey())));
  }
}
