package dev.mintmark.gate.evidence;

import dev.mintmark.sketch.LatencySketch;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a device counted in one window.
 *
 * @param requests inferences that were asked for
 * @param errors at most requests
 * @param cpuPermilleSum over the heartbeats, in thousandths of a core
 * @param sketch canonical bytes of a {@link LatencySketch}
 */
public record Side(int heartbeats, long requests, long errors, long cpuPermilleSum, byte[] sketch) {
  private static final long MOST = 1L << 53;

  public Side {
    if (heartbeats < 0
        || requests < 0
        || requests > MOST
        || errors < 0
        || errors > requests
        || cpuPermilleSum < 0
        || cpuPermilleSum > MOST) {
      throw new InvalidEvidenceException(
          "GAT-021",
          "has "
              + heartbeats
              + " heartbeats, "
              + requests
              + " requests, "
              + errors
              + " errors and "
              + cpuPermilleSum
              + " thousandths of a core");
    }
    sketch = sketch.clone();
    if (!Arrays.equals(decoded(sketch).encode(), sketch)) {
      throw new InvalidEvidenceException("GAT-021", "has a sketch in another than its one form");
    }
  }

  /** A device that said nothing. */
  public static Side none() {
    return new Side(0, 0, 0, 0, new byte[0]);
  }

  @Override
  public byte[] sketch() {
    return sketch.clone();
  }

  public LatencySketch latencies() {
    return LatencySketch.decode(sketch);
  }

  private static LatencySketch decoded(byte[] sketch) {
    try {
      return LatencySketch.decode(sketch);
    } catch (IllegalArgumentException e) {
      throw new InvalidEvidenceException("GAT-021", "has a bad sketch: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Side side
        && heartbeats == side.heartbeats
        && requests == side.requests
        && errors == side.errors
        && cpuPermilleSum == side.cpuPermilleSum
        && Arrays.equals(sketch, side.sketch);
  }

  @Override
  public int hashCode() {
    return Objects.hash(heartbeats, requests, errors, cpuPermilleSum, Arrays.hashCode(sketch));
  }
}
