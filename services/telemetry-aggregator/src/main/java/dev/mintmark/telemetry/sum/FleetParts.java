package dev.mintmark.telemetry.sum;

import dev.mintmark.events.device.v1.DeviceSummarized;
import dev.mintmark.events.fleet.v1.FleetMetrics;
import dev.mintmark.events.fleet.v1.FleetSummed;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.UnreadableException;
import java.nio.ByteBuffer;

/** Sums as events, and back. */
public final class FleetParts {
  private FleetParts() {}

  public static DeviceSummarized event(DeviceKey key, DevicePart part) {
    Sums sums = part.sums();
    return new DeviceSummarized(
        key.device(),
        key.deviceClass(),
        key.release(),
        key.index(),
        part.firstSequence(),
        part.lastSequence(),
        key.window().start(),
        key.window().millis(),
        sums.heartbeats(),
        sums.requests(),
        sums.errors(),
        sums.cpuPermille(),
        ByteBuffer.wrap(sums.latencies()));
  }

  public static FleetSummed event(FleetKey key, Sums sums) {
    return new FleetSummed(
        key.release(),
        key.index(),
        key.deviceClass(),
        key.window().start(),
        key.window().millis(),
        sums.heartbeats(),
        sums.requests(),
        sums.errors(),
        sums.cpuPermille(),
        ByteBuffer.wrap(sums.latencies()));
  }

  public static FleetMetrics metrics(FleetKey key, Sums sums) {
    return new FleetMetrics(
        key.release(),
        key.index(),
        key.deviceClass(),
        key.window().start(),
        key.window().millis(),
        sums.heartbeats(),
        sums.requests(),
        sums.errors(),
        sums.cpuPermille(),
        ByteBuffer.wrap(sums.latencies()),
        sums.quantile(0.5),
        sums.quantile(0.9),
        sums.quantile(0.99));
  }

  /** What a part is about, and how much. */
  public record Part(FleetKey key, Sums sums) {}

  /**
   * Reads a {@code FleetSummed}.
   *
   * @throws UnreadableException KIT-010, KIT-011
   */
  public static Part read(byte[] value) throws UnreadableException {
    FleetSummed event = EventCodec.read(value, FleetSummed.class);
    try {
      Window window = new Window(event.getWindowStart(), event.getWindowMillis());
      return new Part(
          new FleetKey(event.getRelease(), event.getIndex(), event.getDeviceClass(), window),
          Sums.of(
              event.getHeartbeats(),
              event.getRequests(),
              event.getErrors(),
              event.getCpuPermille(),
              bytes(event.getLatencies())));
    } catch (IllegalArgumentException e) {
      throw new UnreadableException("KIT-011", "not sums: " + e.getMessage());
    }
  }

  /** A copy of what the buffer holds. */
  public static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }
}
