package dev.mintmark.registry.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Configuration of the distribution endpoint. */
@ConfigMapping(prefix = "mintmark.registry")
public interface RegistryConfig {
  /** Whether whoever reaches this server may pull without a token. */
  @WithDefault("false")
  boolean anonymousPull();

  /** A client that takes no byte for so long is cut off; it can go on with a Range later. */
  @WithDefault("60s")
  Duration writeTimeout();
}
