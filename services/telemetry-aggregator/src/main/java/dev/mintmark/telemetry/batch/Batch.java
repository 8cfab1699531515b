package dev.mintmark.telemetry.batch;

import java.util.List;

/**
 * Heartbeats of one device, checked; the n-th one has the number {@code firstSequence + n}.
 *
 * @param beats 1 to 1000
 */
public record Batch(String device, String deviceClass, long firstSequence, List<Beat> beats) {
  public Batch {
    beats = List.copyOf(beats);
  }

  /** Number of the last heartbeat. */
  public long lastSequence() {
    return firstSequence + beats.size() - 1;
  }
}
