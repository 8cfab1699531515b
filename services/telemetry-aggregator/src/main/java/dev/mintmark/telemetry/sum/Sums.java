package dev.mintmark.telemetry.sum;

import dev.mintmark.sketch.LatencySketch;
import dev.mintmark.telemetry.batch.Beat;

/** Adds heartbeats up; the same for any order and grouping. For one thread. */
public final class Sums {
  private int heartbeats;
  private long requests;
  private long errors;
  private long cpuPermille;
  private final LatencySketch latencies;

  public Sums() {
    this(LatencySketch.empty());
  }

  private Sums(LatencySketch latencies) {
    this.latencies = latencies;
  }

  /**
   * Sums as they were written down.
   *
   * @param encoded the sketch
   * @throws IllegalArgumentException for bytes that are no sketch
   */
  static Sums of(int heartbeats, long requests, long errors, long cpuPermille, byte[] encoded) {
    Sums sums = new Sums(LatencySketch.decode(encoded));
    sums.heartbeats = heartbeats;
    sums.requests = requests;
    sums.errors = errors;
    sums.cpuPermille = cpuPermille;
    return sums;
  }

  /** Adds one heartbeat. */
  public void add(Beat beat) {
    heartbeats++;
    requests += beat.requests();
    errors += beat.errors();
    cpuPermille += beat.cpuPermille();
    latencies.merge(beat.latencies());
  }

  /** Adds what was summed elsewhere. */
  public void add(Sums part) {
    heartbeats += part.heartbeats;
    requests += part.requests;
    errors += part.errors;
    cpuPermille += part.cpuPermille;
    latencies.merge(part.latencies);
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
