package dev.mintmark.simulator.device;

import java.time.Duration;
import java.util.Optional;

/**
 * How devices behave.
 *
 * @param heartbeat interval of counting
 * @param batch interval of sending
 * @param pollWait of a poll, 0 to 60 s
 * @param slowFactor by how much a slow device is slower
 * @param faultyRelease {@code name:version} on which faults show; empty for every update of a
 *     device that runs something already
 */
public record Settings(
    Duration heartbeat,
    Duration batch,
    Duration pollWait,
    double slowFactor,
    Optional<String> faultyRelease) {
  public Settings {
    if (heartbeat.compareTo(Duration.ofMillis(10)) < 0 || batch.compareTo(heartbeat) < 0) {
      throw new IllegalArgumentException(
          "--heartbeat takes 10ms or more, --batch at least as much as --heartbeat");
    }
    if (pollWait.isNegative() || pollWait.compareTo(Duration.ofSeconds(60)) > 0) {
      throw new IllegalArgumentException("--wait takes 0s to 60s");
    }
    if (!(slowFactor >= 1 && slowFactor <= 100)) {
      throw new IllegalArgumentException("--slow-factor takes 1 to 100");
    }
  }
}
