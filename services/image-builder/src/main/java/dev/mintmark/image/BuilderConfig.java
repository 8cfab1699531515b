package dev.mintmark.image;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the builder can be told beside what every service can. */
@ConfigMapping(prefix = "mintmark.image-builder")
public interface BuilderConfig {

  /** Of all entries of the build cache, which only name artifacts; 0 for no cache. */
  @WithDefault("64M")
  MemorySize cacheSize();
}
