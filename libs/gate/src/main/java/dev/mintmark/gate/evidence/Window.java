package dev.mintmark.gate.evidence;

/**
 * A time, by the devices' clocks.
 *
 * @param start milliseconds since 1970-01-01T00:00Z
 * @param end exclusive; not before the start
 */
public record Window(long start, long end) {
  public Window {
    if (start < 0 || end < start) {
      throw new InvalidEvidenceException(
          "GAT-021", "has a window from " + start + " to " + end + ", which ends before it begins");
    }
  }
}
