package dev.mintmark.telemetry.sum;

import dev.mintmark.sketch.LatencySketch;
import dev.mintmark.telemetry.batch.Beat;

/** Adds heartbeats up; the same for any order and grouping. For one thread. */
public final class Sums {
  private int heartbeats;
  private long requests;
  private long errors;
  private long cpuPermille;
  private final LatencySketch latencies = LatencySketch.empty();

  /** Adds one heartbeat. */
  public void add(Beat beat) {
    heartbeats++;
    requests += beat.requests();
    errors += beat.errors();
    cpuPermille += beat.cpuPermille();
    latencies.merge(beat.latencies());
  }

  /**
   * Adds a part that was summed before.
   *
   * @param encoded its sketch
   * @throws IllegalArgumentException for bytes that are no sketch; nothing is added then
   */
  public void add(
      int partHeartbeats,
      long partRequests,
      long partErrors,
      long partCpuPermille,
      byte[] encoded) {
    latencies.merge(LatencySketch.decode(encoded));
    heartbeats += partHeartbeats;
    requests += partRequests;
    errors += partErrors;
    cpuPermille += partCpuPermille;
  }

  public int heartbeats() {
    return heartbeats;
  }

  public long requests() {
    return requests;
  }

  public long errors() {
    return errors;
  }

  /** Thousandths of a core, summed over the heartbeats. */
  public long cpuPermille() {
    return cpuPermille;
  }

  /** The sketch's bytes, equal for equal sums. */
  public byte[] latencies() {
    return latencies.encode();
  }

  /** Microseconds; 0 where nothing was measured. */
  public double quantile(double q) {
    return latencies.count() == 0 ? 0 : latencies.quantile(q);
  }
}
