package dev.mintmark.telemetry.aggregate;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last heartbeat of each device that this process knows to be in the log. Only tells a device
 * early: what is exact is the aggregation. Any thread may use it.
 */
@Singleton
public final class KnownSequences {
  private final Map<String, Long> last = new ConcurrentHashMap<>();

  KnownSequences() {}

  /** Number of the device's last heartbeat; 0 where none is known. */
  public long last(String device) {
    return last.getOrDefault(device, 0L);
  }

  /** Heartbeats up to this one are in the log. */
  public void note(String device, long sequence) {
    last.merge(device, sequence, Math::max);
  }
}
