package dev.mintmark.canary;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What the controller can be told beside {@code mintmark.kafka} and {@code quarkus.datasource}. */
@ConfigMapping(prefix = "mintmark.canary")
public interface CanaryConfig {

  /** The registry that releases are verified in, {@code http[s]://host[:port]}. */
  URI registry();

  /** PEM file of the public key that vouches for releases. */
  Path releasePublicKey();

  /**
   * The same of the key that attests SBOMs and provenance. With it a release without such evidence
   * is not rolled out (CAN-017); without it none is demanded.
   */
  Optional<Path> evidencePublicKey();

  /** How long devices may take to run what they were ordered; after that they count as silent. */
  @WithDefault("PT10M")
  Duration settle();

  /** How often the engine looks whether a rollout can go on. */
  @WithDefault("PT0.25S")
  Duration tick();
}
