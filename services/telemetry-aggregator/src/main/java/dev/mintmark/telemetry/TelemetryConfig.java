package dev.mintmark.telemetry;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What the aggregator can be told beside what every service can. */
@ConfigMapping(prefix = "mintmark.telemetry")
public interface TelemetryConfig {

  /** Length of a device's window in {@code device.summarized}; whole milliseconds. */
  @WithDefault("PT10S")
  Duration window();

  /** How long after its end a window of {@code fleet.metrics} still takes late heartbeats. */
  @WithDefault("PT1H")
  Duration grace();

  /** Heartbeats on their way to Kafka, at most; beyond it the door answers 503. */
  @WithDefault("16M")
  MemorySize inFlight();
}
