package dev.mintmark.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configuration of the registry. */
@ConfigMapping(prefix = "mintmark.registry")
public interface RegistryConfig {
  /** Whether anyone who reaches the port may pull; else a token of any role is needed. */
  @WithDefault("false")
  boolean anonymousPull();
}
