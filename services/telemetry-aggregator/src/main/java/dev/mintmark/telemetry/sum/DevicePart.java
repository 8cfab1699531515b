package dev.mintmark.telemetry.sum;

import dev.mintmark.telemetry.batch.Beat;

/** A part of a device's window: sums, and the numbers of the first and last heartbeat in it. */
public final class DevicePart {
  private final Sums sums = new Sums();
  private final long firstSequence;
  private long lastSequence;

  DevicePart(long firstSequence) {
    this.firstSequence = firstSequence;
    this.lastSequence = firstSequence;
  }

  void add(long sequence, Beat beat) {
    lastSequence = sequence;
    sums.add(beat);
  }

  public Sums sums() {
    return sums;
  }

  public long firstSequence() {
    return firstSequence;
  }

  public long lastSequence() {
    return lastSequence;
  }
}
