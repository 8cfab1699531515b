package dev.mintmark.image.dockerfile;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How Dockerfiles are built. */
@ConfigMapping(prefix = "mintmark.dockerfile")
public interface DockerfileConfig {
  /** The program; without it the one on the PATH. */
  Optional<Path> buildah();

  /** How long one build of one platform may take. */
  @WithDefault("PT30M")
  Duration timeLimit();
}
