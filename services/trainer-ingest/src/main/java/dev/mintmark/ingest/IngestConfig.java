package dev.mintmark.ingest;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of the door and of the step. */
@ConfigMapping(prefix = "mintmark.ingest")
public interface IngestConfig {
  /** The largest upload that is taken. */
  @WithDefault("8G")
  MemorySize maxArtifactSize();

  /** The largest model that is read; it and its parsed form are in memory at once. */
  @WithDefault("64M")
  MemorySize maxModelSize();
}
