package dev.mintmark.oci.layer;

import java.util.zip.Deflater;

/**
 * Deflates blocks, one at a time. Weights, pictures and what is compressed already have next to no
 * repeats: looking for them takes five times as long and often makes more bytes. So each block of
 * some size is tried first, and the choice follows from its bytes alone (ADR 35).
 */
final class BlockDeflater {
  private static final int LEVEL = 4;

  /** So many places of a block are tried, evenly spread. */
  private static final int PLACES = 4;

  private static final int PLACE = 1 << 14;
  private static final int SAMPLE = PLACES * PLACE;

  /** Repeats are looked for where they save one part in so many. */
  private static final int WORTH = 8;

  private final Deflater matching = new Deflater(LEVEL, true);
  private final Deflater coding = coding();
  private final byte[] sample = new byte[SAMPLE];

  /** Huffman codes alone. */
  private static Deflater coding() {
    Deflater deflater = new Deflater(LEVEL, true);
    deflater.setStrategy(Deflater.HUFFMAN_ONLY);
    // The strategy takes effect here; a reset keeps it.
    deflater.deflate(new byte[64]);
    return deflater;
  }

  /**
   * Deflates a block.
   *
   * @param input the window of the block before, then the block
   * @param from where the block begins
   * @param window how many bytes before it belong to the window
   * @param last whether the stream ends with it; else it ends on a byte border
   * @param out has room for whatever comes out
   * @return how many bytes came out
   */
  int deflate(byte[] input, int from, int length, int window, boolean last, byte[] out) {
    boolean repeats = hasRepeats(input, from, length, out);
    Deflater deflater = repeats ? matching : coding;
    deflater.reset();
    if (repeats && window > 0) {
      deflater.setDictionary(input, from - window, window);
    }
    deflater.setInput(input, from, length);
    if (last) {
      deflater.finish();
    }
    return deflater.deflate(out, 0, out.length, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
  }

  private boolean hasRepeats(byte[] input, int from, int length, byte[] scratch) {
    if (length < SAMPLE) {
      return true;
    }
    int step = (length - PLACE) / (PLACES - 1);
    for (int i = 0; i < PLACES; i++) {
      System.arraycopy(input, from + i * step, sample, i * PLACE, PLACE);
    }
    int coded = size(coding, scratch);
    return coded - size(matching, scratch) > coded / WORTH;
  }

  private int size(Deflater deflater, byte[] scratch) {
    deflater.reset();
    deflater.setInput(sample);
    deflater.finish();
    return deflater.deflate(scratch);
  }

  /** Frees what is not on the heap. */
  void end() {
    matching.end();
    coding.end();
  }
}
