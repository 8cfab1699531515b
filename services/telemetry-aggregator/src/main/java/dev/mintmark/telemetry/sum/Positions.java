package dev.mintmark.telemetry.sum;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last counted heartbeat of each device whose batches are in one partition, and which of these
 * changed since the last commit. About 130 bytes a device. For one thread.
 */
public final class Positions {
  private final Map<String, Long> last = new HashMap<>();
  private final Map<String, Long> changed = new LinkedHashMap<>();

  /** Number of the last heartbeat that was counted; 0 for none. */
  public long last(String device) {
    return last.getOrDefault(device, 0L);
  }

  /** Takes a position that was committed before. */
  public void restore(String device, long sequence) {
    last.put(device, sequence);
  }

  /** Notes that heartbeats up to this one are counted. */
  public void advance(String device, long sequence) {
    if (sequence <= last(device)) {
      throw new IllegalArgumentException(
          "%s was counted up to %d, not back to %d".formatted(device, last(device), sequence));
    }
    last.put(device, sequence);
    changed.put(device, sequence);
  }

  /** What changed since {@link #committed}. */
  public Map<String, Long> changed() {
    return Collections.unmodifiableMap(changed);
  }

  /** What changed is in the log now. */
  public void committed() {
    changed.clear();
  }
}
