package dev.mintmark.sketch;

import java.util.Arrays;

/** Counts of buckets: an array over the indexes in use, at most {@link Buckets#COUNT} long. */
final class Bins {
  private static final int SLACK = 16;

  private long[] counts = new long[0];
  private int offset;
  // Outermost indexes with a count; first > last when there is none.
  private int first = Integer.MAX_VALUE;
  private int last = Integer.MIN_VALUE;

  boolean isEmpty() {
    return first > last;
  }

  int first() {
    return first;
  }

  int last() {
    return last;
  }

  /**
   * @param index from {@link #first} to {@link #last}
   */
  long count(int index) {
    return counts[index - offset];
  }

  long total() {
    long total = 0;
    for (int index = first; index <= last; index++) {
      total += counts[index - offset];
    }
    return total;
  }

  /**
   * Adds, up to {@link LatencySketch#MAX_COUNT} in a bucket.
   *
   * @param index {@link Buckets#MIN} to {@link Buckets#MAX}
   */
  void add(int index, long count) {
    if (count == 0) {
      return;
    }
    if (index < first || index > last) {
      widen(Math.min(index, first), Math.max(index, last));
    }
    long sum = counts[index - offset] + count;
    counts[index - offset] = Math.min(sum, LatencySketch.MAX_COUNT);
  }

  void addAll(Bins other) {
    for (int index = other.first; index <= other.last; index++) {
      add(index, other.count(index));
    }
  }

  private void widen(int newFirst, int newLast) {
    if (newFirst < offset || newLast >= offset + counts.length) {
      int from = Math.max(Buckets.MIN, newFirst - SLACK);
      int to = Math.min(Buckets.MAX, newLast + SLACK);
      counts = isEmpty() ? new long[to - from + 1] : moved(from, to);
      offset = from;
    }
    first = newFirst;
    last = newLast;
  }

  private long[] moved(int from, int to) {
    long[] wider = new long[to - from + 1];
    long[] used = Arrays.copyOfRange(counts, first - offset, last - offset + 1);
    System.arraycopy(used, 0, wider, first - from, used.length);
    return wider;
  }
}
