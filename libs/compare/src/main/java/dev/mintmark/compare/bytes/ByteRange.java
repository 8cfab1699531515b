package dev.mintmark.compare.bytes;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The first place where two streams differ.
 *
 * @param offset of the first byte that differs
 * @param length from there to the last of the run; equal bytes between are fewer than {@link #GAP}
 * @param differing number of bytes that differ in the common part of both streams
 * @param recorded the recorded side's bytes there, at most {@link #SAMPLE}
 * @param rebuilt the rebuilt side's
 * @param recordedSize of the whole stream
 * @param rebuiltSize of the whole stream
 */
public record ByteRange(
    long offset,
    long length,
    long differing,
    byte[] recorded,
    byte[] rebuilt,
    long recordedSize,
    long rebuiltSize) {
  static final int GAP = 16;
  static final int SAMPLE = 16;

  /** Whether the shorter stream is the beginning of the longer one. */
  public boolean isOnlyLonger() {
    return differing == 0;
  }

  /** As {@code bytes 12 to 15}. */
  public String place() {
    if (isOnlyLonger()) {
      return "bytes from " + offset;
    }
    return length == 1 ? "byte " + offset : "bytes " + offset + " to " + (offset + length - 1);
  }

  public String recordedText() {
    return text(recorded, recordedSize, rebuiltSize);
  }

  public String rebuiltText() {
    return text(rebuilt, rebuiltSize, recordedSize);
  }

  private String text(byte[] sample, long size, long otherSize) {
    String counted = differing > length ? " (" + differing + " bytes differ in all)" : "";
    String sized = size == otherSize ? "" : " of " + size + " bytes";
    if (sample.length == 0) {
      return "ends after " + size + " bytes";
    }
    String more = length > sample.length || isOnlyLonger() ? "…" : "";
    return HexFormat.of().formatHex(sample) + more + sized + counted;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteRange that
        && offset == that.offset
        && length == that.length
        && differing == that.differing
        && recordedSize == that.recordedSize
        && rebuiltSize == that.rebuiltSize
        && Arrays.equals(recorded, that.recorded)
        && Arrays.equals(rebuilt, that.rebuilt);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(31 * offset + length);
  }
}
