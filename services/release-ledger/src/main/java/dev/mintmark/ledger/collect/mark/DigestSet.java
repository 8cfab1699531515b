package dev.mintmark.ledger.collect.mark;

import dev.mintmark.content.Digest;

/**
 * Digests with flags, in 17 bytes of table for each slot: of a digest its first 128 bits are kept.
 * Two that have these in common count as one, which nobody can bring about, and which could only
 * keep an artifact that might go. A million digests take 36 MB, and 53 MB for the moment in which
 * the table grows.
 */
public final class DigestSet {
  private static final int HALF = 16;
  private static final int SMALLEST = 1 << 10;

  private long[] high = new long[SMALLEST];
  private long[] low = new long[SMALLEST];

  /** 0 where the slot is free. */
  private byte[] flags = new byte[SMALLEST];

  private int used;

  /**
   * Sets flags.
   *
   * @param more at least one bit of a byte
   * @return the flags that it had before, 0 when it was not there
   */
  public int add(Digest digest, int more) {
    if ((more & 0xff) == 0) {
      throw new IllegalArgumentException("no flag: " + more);
    }
    if (used >= flags.length / 4 * 3) {
      grow();
    }
    int slot = slot(bits(digest, 0), bits(digest, HALF));
    int before = flags[slot] & 0xff;
    if (before == 0) {
      high[slot] = bits(digest, 0);
      low[slot] = bits(digest, HALF);
      used++;
    }
    flags[slot] |= (byte) more;
    return before;
  }

  /** Its flags; 0 when it is not there. */
  public int flags(Digest digest) {
    return flags[slot(bits(digest, 0), bits(digest, HALF))] & 0xff;
  }

  public int size() {
    return used;
  }

  /** What the table takes. */
  long tableBytes() {
    return flags.length * (Long.BYTES * 2L + 1);
  }

  /** How many have all of these flags, and none of those. */
  public long count(int with, int without) {
    long count = 0;
    for (byte flag : flags) {
      if ((flag & with) == with && (flag & without) == 0 && flag != 0) {
        count++;
      }
    }
    return count;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    byte[] oldFlags = flags;
    high = new long[Math.multiplyExact(oldHigh.length, 2)];
    low = new long[high.length];
    flags = new byte[high.length];
    for (int i = 0; i < oldFlags.length; i++) {
      if (oldFlags[i] != 0) {
        int slot = slot(oldHigh[i], oldLow[i]);
        high[slot] = oldHigh[i];
        low[slot] = oldLow[i];
        flags[slot] = oldFlags[i];
      }
    }
  }

  /** Where it is, or would be: digests are spread evenly already. */
  private int slot(long first, long second) {
    int mask = flags.length - 1;
    int slot = (int) (second & mask);
    while (flags[slot] != 0 && (high[slot] != first || low[slot] != second)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static long bits(Digest digest, int from) {
    return Long.parseUnsignedLong(digest.hex(), from, from + HALF, 16);
  }
}
