package dev.mintmark.compare.source;

import dev.mintmark.content.Digest;

/**
 * Both sides of one artifact.
 *
 * @param recordedSize in bytes, as read
 * @param rebuiltSize in bytes, as read
 */
public record Pair(Side recorded, Side rebuilt, long recordedSize, long rebuiltSize) {
  /** Two small things. */
  public static Pair of(byte[] recorded, byte[] rebuilt) {
    return new Pair(Side.of(recorded), Side.of(rebuilt), recorded.length, rebuilt.length);
  }

  /** Something else that each side has; its sizes are not known. */
  public Pair others(Digest ofRecorded, Digest ofRebuilt) {
    return new Pair(recorded.other(ofRecorded), rebuilt.other(ofRebuilt), 0, 0);
  }

  /** Whether both may be held in memory. */
  public boolean fits(long max) {
    return recordedSize <= max && rebuiltSize <= max;
  }
}
