package dev.mintmark.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.image.assemble.Layers;
import dev.mintmark.image.cache.ImageCache;
import dev.mintmark.image.dockerfile.Buildah;
import dev.mintmark.image.dockerfile.DockerfileConfig;
import dev.mintmark.image.dockerfile.DockerfileTool;
import dev.mintmark.image.input.Workspace;
import dev.mintmark.image.sandbox.Sandbox;
import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.HandOff;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.topics.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Puts the step between its topics. */
@Singleton
final class Wiring {
  private static final Logger LOG = Logger.getLogger(Wiring.class);

  @Produces
  @Singleton
  HandOff<ModelQuantized, ImageBuilt> handOff(
      ArtifactStore store,
      EventChain chain,
      KitConfig config,
      BuilderConfig builder,
      DockerfileConfig dockerfiles,
      MeterRegistry metrics)
      throws IOException {
    Path workDir = config.workDir();
    Sandbox.removeLeftovers(workDir);
    Workspace.removeLeftovers(workDir);
    return new HandOff<>(
        "image-builder",
        TopicCatalogue.MODEL_QUANTIZED,
        TopicCatalogue.IMAGE_BUILT,
        new BuildImage(
            store,
            chain,
            workDir,
            Layers.onThisMachine(),
            tool(dockerfiles),
            cache(store, config, builder.cacheSize().asLongValue(), metrics)));
  }

  /**
   * None for a rebuild, which must make everything itself, and none for a process that does not
   * know what it runs as: it could not tell another program's work from its own.
   */
  private static @Nullable ImageCache cache(
      ArtifactStore store, KitConfig config, long bound, MeterRegistry metrics) {
    Optional<KitConfig.Toolchain> toolchain = config.toolchain();
    if (!config.runOf().isLive() || toolchain.isEmpty() || bound == 0) {
      return null;
    }
    try {
      return new ImageCache(
          store,
          Digest.of(toolchain.get().document()),
          config.store().secretKey().getBytes(UTF_8),
          config.workDir().resolve("build-cache"),
          bound,
          metrics);
    } catch (IOException e) {
      LOG.warnf("build cache not used found=%s errorCode=IMG-083", e);
      return null;
    }
  }

  /** The service works without one; releases that have a Dockerfile are refused then. */
  private static Optional<DockerfileTool> tool(DockerfileConfig config) throws IOException {
    String path = System.getenv().getOrDefault("PATH", "");
    Optional<Buildah> found = Buildah.find(config.buildah(), path);
    found.ifPresentOrElse(
        buildah ->
            LOG.infof(
                "Dockerfiles can be built tool=%s version=%s digest=%s",
                Buildah.NAME, buildah.version(), buildah.digest()),
        () -> LOG.info("Dockerfiles cannot be built: there is no buildah"));
    return found.map(buildah -> new DockerfileTool(buildah, config.timeLimit()));
  }
}
