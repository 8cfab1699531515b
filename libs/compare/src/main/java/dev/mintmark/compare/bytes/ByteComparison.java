package dev.mintmark.compare.bytes;

import dev.mintmark.compare.difference.Cause;
import dev.mintmark.compare.difference.Findings;
import dev.mintmark.compare.difference.Place;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Compares two streams in the memory of two blocks. */
public final class ByteComparison {
  private static final int BLOCK = 1 << 16;

  private final byte[] recorded = new byte[BLOCK];
  private final byte[] rebuilt = new byte[BLOCK];
  private final byte[] recordedSample = new byte[ByteRange.SAMPLE];
  private final byte[] rebuiltSample = new byte[ByteRange.SAMPLE];
  private int sampled;
  private long offset = -1;
  private long last = -1;
  private boolean runEnded;
  private long differing;
  private boolean recordedGoesOn;
  private boolean rebuiltGoesOn;

  private ByteComparison() {}

  /**
   * The first range in which they differ. Reads both to their ends; closes neither.
   *
   * @return empty when the streams are equal
   */
  public static Optional<ByteRange> of(InputStream recorded, InputStream rebuilt)
      throws IOException {
    return new ByteComparison().run(recorded, rebuilt);
  }

  /** Adds the first range in which they differ, if any. */
  public static void find(Place place, InputStream recorded, InputStream rebuilt, Findings findings)
      throws IOException {
    of(recorded, rebuilt).ifPresent(range -> add(place, range, findings));
  }

  private static void add(Place place, ByteRange range, Findings findings) {
    boolean padding = range.isOnlyLonger() && isZero(range);
    findings.add(
        place.in(range.place()),
        range.recordedText(),
        range.rebuiltText(),
        padding ? Cause.PADDING : null);
  }

  private static boolean isZero(ByteRange range) {
    byte[] longer = range.recorded().length > 0 ? range.recorded() : range.rebuilt();
    for (byte b : longer) {
      if (b != 0) {
        return false;
      }
    }
    // A sample only tells of itself: longer filling is not known to be zero.
    return Math.abs(range.recordedSize() - range.rebuiltSize()) <= longer.length;
  }

  private Optional<ByteRange> run(InputStream first, InputStream second) throws IOException {
    long at = 0;
    long recordedSize = 0;
    long rebuiltSize = 0;
    while (true) {
      int n = first.readNBytes(recorded, 0, BLOCK);
      int m = second.readNBytes(rebuilt, 0, BLOCK);
      compare(at, n, m);
      at += Math.min(n, m);
      recordedSize += n;
      rebuiltSize += m;
      if (n < BLOCK || m < BLOCK) {
        recordedSize += n == BLOCK ? drain(first) : 0;
        rebuiltSize += m == BLOCK ? drain(second) : 0;
        return range(recordedSize, rebuiltSize);
      }
    }
  }

  private static long drain(InputStream in) throws IOException {
    return in.transferTo(java.io.OutputStream.nullOutputStream());
  }

  private void compare(long at, int n, int m) {
    int shorter = Math.min(n, m);
    int from = Arrays.mismatch(recorded, 0, shorter, rebuilt, 0, shorter);
    for (int i = from < 0 ? shorter : from; i < shorter; i++) {
      if (recorded[i] != rebuilt[i]) {
        differing++;
        extend(at + i);
      }
      sample(at + i, i);
    }
    if (n != m && offset < 0) {
      offset = at + shorter;
      recordedGoesOn = n > m;
      rebuiltGoesOn = m > n;
      sampled = Math.min(ByteRange.SAMPLE, Math.abs(n - m));
      byte[] from1 = recordedGoesOn ? recorded : rebuilt;
      byte[] to = recordedGoesOn ? recordedSample : rebuiltSample;
      System.arraycopy(from1, shorter, to, 0, sampled);
    }
  }

  private void extend(long at) {
    if (offset < 0) {
      offset = at;
      last = at;
    } else if (!runEnded && at - last < ByteRange.GAP) {
      last = at;
    } else {
      runEnded = true;
    }
  }

  private void sample(long at, int i) {
    if (offset >= 0 && at - offset == sampled && sampled < ByteRange.SAMPLE) {
      recordedSample[sampled] = recorded[i];
      rebuiltSample[sampled] = rebuilt[i];
      sampled++;
    }
  }

  private Optional<ByteRange> range(long recordedSize, long rebuiltSize) {
    if (offset < 0) {
      return Optional.empty();
    }
    boolean onlyLonger = differing == 0;
    long length = onlyLonger ? Math.abs(recordedSize - rebuiltSize) : last - offset + 1;
    int shown = (int) Math.min(sampled, length);
    return Optional.of(
        new ByteRange(
            offset,
            length,
            differing,
            Arrays.copyOf(recordedSample, onlyLonger && !recordedGoesOn ? 0 : shown),
            Arrays.copyOf(rebuiltSample, onlyLonger && !rebuiltGoesOn ? 0 : shown),
            recordedSize,
            rebuiltSize));
  }
}
