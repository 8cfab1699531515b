package dev.mintmark.gate.evidence;

/**
 * Records of one partition of the log that the evidence was read from.
 *
 * @param begin first offset
 * @param end offset after the last
 */
public record OffsetRange(int partition, long begin, long end) {
  public OffsetRange {
    if (partition < 0 || begin < 0 || end < begin) {
      throw new InvalidEvidenceException(
          "GAT-021", "has offsets " + begin + " to " + end + " of partition " + partition);
    }
  }
}
