package dev.mintmark.canary.evidence;

import dev.mintmark.events.device.v1.DeviceSummarized;
import dev.mintmark.sketch.LatencySketch;
import java.nio.ByteBuffer;

/**
 * A part of one device's window, the sum of its parts so far, or the sum of several windows.
 *
 * @param start milliseconds since 1970-01-01T00:00Z, by the device's clock
 * @param end exclusive
 * @param latest start of the latest window in it
 * @param index {@code sha256:<hex>} that the device named
 * @param lastSequence number of the last heartbeat in it
 * @param sketch canonical bytes
 */
record Part(
    String device,
    long start,
    long end,
    long latest,
    String index,
    long firstSequence,
    long lastSequence,
    int heartbeats,
    long requests,
    long errors,
    long cpuPermille,
    byte[] sketch) {

  /**
   * Reads a summary.
   *
   * @throws IllegalArgumentException when its numbers contradict each other, or (SKT-001) its
   *     sketch is none
   */
  static Part of(DeviceSummarized event) {
    if (event.getHeartbeats() < 1
        || event.getWindowMillis() < 1
        || event.getWindowStart() < 0
        || event.getLastSequence() < event.getFirstSequence()
        || event.getErrors() < 0
        || event.getErrors() > event.getRequests()
        || event.getCpuPermille() < 0) {
      throw new IllegalArgumentException("its numbers contradict each other (CAN-020)");
    }
    return new Part(
        event.getDevice(),
        event.getWindowStart(),
        event.getWindowStart() + event.getWindowMillis(),
        event.getWindowStart(),
        event.getIndex(),
        event.getFirstSequence(),
        event.getLastSequence(),
        event.getHeartbeats(),
        event.getRequests(),
        event.getErrors(),
        event.getCpuPermille(),
        LatencySketch.decode(bytes(event.getLatencies())).encode());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** A device never uses a number twice, so what does not go beyond this was counted. */
  boolean isRepeatedBy(Part next) {
    return next.firstSequence <= lastSequence;
  }

  /** Both together: of one device and index, in whatever windows. */
  Part and(Part next) {
    LatencySketch both = LatencySketch.decode(sketch);
    both.mergeEncoded(next.sketch);
    return new Part(
        device,
        Math.min(start, next.start),
        Math.max(end, next.end),
        Math.max(latest, next.latest),
        index,
        Math.min(firstSequence, next.firstSequence),
        Math.max(lastSequence, next.lastSequence),
        heartbeats + next.heartbeats,
        requests + next.requests,
        errors + next.errors,
        cpuPermille + next.cpuPermille,
        both.encode());
  }
}
