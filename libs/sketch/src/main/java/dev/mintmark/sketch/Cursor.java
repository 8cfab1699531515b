package dev.mintmark.sketch;

import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.Input;
import com.datadoghq.sketch.ddsketch.encoding.VarEncodingHelper;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads bytes for the library, and by itself the counts that nearly all bins have: those that the
 * library writes in one or two bytes stand in a table that it filled.
 */
final class Cursor implements Input {
  private static final int BITS = 7;
  private static final int LOW = (1 << BITS) - 1;

  /** Of one byte first, then of two; -1 for what is no small whole number. */
  private static final int[] SMALL = new int[(1 + (1 << BITS)) << BITS];

  static {
    for (int first = 0; first <= LOW; first++) {
      SMALL[first] = count((byte) first);
      for (int second = 0; second <= LOW; second++) {
        SMALL[((1 + first) << BITS) + second] = count((byte) (first | ~LOW), (byte) second);
      }
    }
  }

  private final byte[] bytes;
  private int at;

  Cursor(byte[] bytes) {
    this.bytes = bytes;
  }

  private static int count(byte... encoded) {
    try {
      double count = VarEncodingHelper.decodeVarDouble(ByteArrayInput.wrap(encoded));
      return count >= 0 && count == (int) count ? (int) count : -1;
    } catch (IOException e) {
      throw new UncheckedIOException("an array does not fail", e);
    }
  }

  /**
   * Reads counts of one or two bytes, as long as there are such, and the array has room.
   *
   * @param from index of the first one
   * @return index behind the last one
   */
  int smallCounts(long[] counts, int from) {
    int position = at;
    int index = from;
    while (index < counts.length && position + 1 < bytes.length) {
      int first = bytes[position];
      // All ones if a second byte follows, else all zeros: which one it is nobody can predict.
      int two = first >> BITS;
      int second = bytes[position + 1] & two;
      int low = first & LOW;
      int count = second < 0 ? -1 : SMALL[low + (two & ((1 << BITS) + low * LOW + second))];
      if (count < 0) {
        break;
      }
      counts[index++] = count;
      position += 1 - two;
    }
    at = position;
    return index;
  }

  @Override
  public boolean hasRemaining() {
    return at < bytes.length;
  }

  @Override
  public byte readByte() throws EOFException {
    if (at >= bytes.length) {
      throw new EOFException();
    }
    return bytes[at++];
  }
}
