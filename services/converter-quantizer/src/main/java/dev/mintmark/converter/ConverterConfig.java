package dev.mintmark.converter;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configuration of converter-quantizer. */
@ConfigMapping(prefix = "mintmark.converter")
interface ConverterConfig {
  /** A larger model is refused: it would not fit into this service's memory several times over. */
  @WithDefault("32M")
  MemorySize maxModelSize();

  /** A larger sample is refused. */
  @WithDefault("32M")
  MemorySize maxSampleSize();
}
