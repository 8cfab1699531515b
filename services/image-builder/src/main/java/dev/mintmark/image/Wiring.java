package dev.mintmark.image;

import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.image.assemble.Layers;
import dev.mintmark.image.input.Workspace;
import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.HandOff;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.topics.TopicCatalogue;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;

/** Puts the step between its topics. */
@Singleton
final class Wiring {
  @Produces
  @Singleton
  HandOff<ModelQuantized, ImageBuilt> handOff(
      ArtifactStore store, EventChain chain, KitConfig config) throws IOException {
    Path workDir = config.workDir();
    Workspace.removeLeftovers(workDir);
    return new HandOff<>(
        "image-builder",
        TopicCatalogue.MODEL_QUANTIZED,
        TopicCatalogue.IMAGE_BUILT,
        new BuildImage(store, chain, workDir, Layers.onThisMachine()));
  }
}
