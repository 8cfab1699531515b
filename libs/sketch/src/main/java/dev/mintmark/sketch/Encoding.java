package dev.mintmark.sketch;

import com.datadoghq.sketch.ddsketch.encoding.BinEncodingMode;
import com.datadoghq.sketch.ddsketch.encoding.Flag;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.encoding.VarEncodingHelper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * DDSketch's native encoding of a store of positive values: a flag, the number of bins, then either
 * first index, step 1 and a count for each index, or a difference of indexes and a count for each
 * bin in use. Writing takes the shorter one, the first when they are equal, as the library does.
 */
final class Encoding {
  private static final Flag DENSE =
      BinEncodingMode.CONTIGUOUS_COUNTS.toFlag(Flag.Type.POSITIVE_STORE);
  private static final Flag SPARSE =
      BinEncodingMode.INDEX_DELTAS_AND_COUNTS.toFlag(Flag.Type.POSITIVE_STORE);

  private Encoding() {}

  static byte[] of(Bins bins) {
    if (bins.isEmpty()) {
      return new byte[0];
    }
    GrowingByteArrayOutput out = GrowingByteArrayOutput.withInitialCapacity(256);
    try {
      if (denseIsShorter(bins)) {
        writeDense(bins, out);
      } else {
        writeSparse(bins, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an array does not fail", e);
    }
    return out.trimmedCopy();
  }

  private static boolean denseIsShorter(Bins bins) {
    long dense =
        VarEncodingHelper.unsignedVarLongEncodedLength(bins.last() - bins.first() + 1)
            + VarEncodingHelper.signedVarLongEncodedLength(bins.first())
            + VarEncodingHelper.signedVarLongEncodedLength(1);
    long sparse = 0;
    int previous = 0;
    for (int index = bins.first(); index <= bins.last(); index++) {
      long count = bins.count(index);
      dense += VarEncodingHelper.varDoubleEncodedLength(count);
      if (count != 0) {
        sparse +=
            VarEncodingHelper.signedVarLongEncodedLength(index - previous)
                + VarEncodingHelper.varDoubleEncodedLength(count);
        previous = index;
      }
    }
    return dense <= sparse;
  }

  private static void writeDense(Bins bins, GrowingByteArrayOutput out) throws IOException {
    DENSE.encode(out);
    VarEncodingHelper.encodeUnsignedVarLong(out, bins.last() - bins.first() + 1);
    VarEncodingHelper.encodeSignedVarLong(out, bins.first());
    VarEncodingHelper.encodeSignedVarLong(out, 1);
    for (int index = bins.first(); index <= bins.last(); index++) {
      VarEncodingHelper.encodeVarDouble(out, bins.count(index));
    }
  }

  private static void writeSparse(Bins bins, GrowingByteArrayOutput out) throws IOException {
    int used = 0;
    for (int index = bins.first(); index <= bins.last(); index++) {
      used += bins.count(index) == 0 ? 0 : 1;
    }
    SPARSE.encode(out);
    VarEncodingHelper.encodeUnsignedVarLong(out, used);
    int previous = 0;
    for (int index = bins.first(); index <= bins.last(); index++) {
      if (bins.count(index) != 0) {
        VarEncodingHelper.encodeSignedVarLong(out, index - previous);
        VarEncodingHelper.encodeVarDouble(out, bins.count(index));
        previous = index;
      }
    }
  }

  static void addTo(Bins bins, byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    if (bytes.length > LatencySketch.MAX_BYTES) {
      throw refused("it has " + bytes.length + " bytes, more than " + LatencySketch.MAX_BYTES);
    }
    Cursor in = new Cursor(bytes);
    try {
      Flag flag = Flag.decode(in);
      if (flag.equals(DENSE)) {
        addDense(bins, in);
      } else if (flag.equals(SPARSE)) {
        addSparse(bins, in);
      } else {
        throw refused("it begins with the byte " + bytes[0] + ", which is no store of latencies");
      }
    } catch (IOException e) {
      throw refused("it is cut off after " + bytes.length + " bytes");
    }
    if (in.hasRemaining()) {
      throw refused("bytes follow its end");
    }
  }

  private static void addDense(Bins bins, Cursor in) throws IOException {
    long number = number(in);
    long first = index(VarEncodingHelper.decodeSignedVarLong(in));
    long step = VarEncodingHelper.decodeSignedVarLong(in);
    if (step != 1) {
      throw refused("its indexes rise by " + step + ", expected 1");
    }
    index(first + number - 1);
    long[] counts = new long[(int) number];
    for (int i = in.smallCounts(counts, 0); i < counts.length; i = in.smallCounts(counts, i + 1)) {
      counts[i] = count(in);
    }
    bins.addAll((int) first, counts);
  }

  private static void addSparse(Bins bins, Cursor in) throws IOException {
    long number = number(in);
    int previous = 0;
    for (long i = 0; i < number; i++) {
      long difference = VarEncodingHelper.decodeSignedVarLong(in);
      if (difference < (i == 0 ? Buckets.MIN : 1) || difference > Buckets.COUNT) {
        throw refused("its indexes do not ascend in the range of latencies");
      }
      int index = index(previous + difference);
      bins.add(index, count(in));
      previous = index;
    }
  }

  private static long number(Cursor in) throws IOException {
    long number = VarEncodingHelper.decodeUnsignedVarLong(in);
    if (number < 1 || number > Buckets.COUNT) {
      throw refused("it says that it has " + Long.toUnsignedString(number) + " bins");
    }
    return number;
  }

  private static int index(long index) {
    if (index < Buckets.MIN || index > Buckets.MAX) {
      throw refused(
          "the bin "
              + index
              + " is outside of "
              + Buckets.MIN
              + " to "
              + Buckets.MAX
              + ", 1 microsecond to 1 hour");
    }
    return (int) index;
  }

  private static long count(Cursor in) throws IOException {
    double count = VarEncodingHelper.decodeVarDouble(in);
    if (!(count >= 0 && count <= LatencySketch.MAX_COUNT) || count != (long) count) {
      throw refused("it counts " + count + ", expected whole numbers from 0 to 2^40");
    }
    return (long) count;
  }

  private static IllegalArgumentException refused(String found) {
    return new IllegalArgumentException(
        "cannot read a latency sketch: "
            + found
            + "; encode a DDSketch of microseconds with 1 % accuracy, without its mapping (SKT-001)");
  }
}
