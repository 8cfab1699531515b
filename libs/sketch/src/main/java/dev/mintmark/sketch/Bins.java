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
    if (!other.isEmpty()) {
      addAll(other.first, other.last, other.counts, other.offset);
    }
  }

  /**
   * Adds counts of neighbours.
   *
   * @param from index of the first one
   * @param more each at most {@link LatencySketch#MAX_COUNT}; not to be changed any more
   */
  void addAll(int from, long[] more) {
    int begin = 0;
    int end = more.length;
    while (begin < end && more[begin] == 0) {
      begin++;
    }
    while (begin < end && more[end - 1] == 0) {
      end--;
    }
    if (begin == end) {
      return;
    }
    if (isEmpty()) {
      counts = more;
      offset = from;
      first = from + begin;
      last = from + end - 1;
    } else {
      addAll(from + begin, from + end - 1, more, from);
    }
  }

  private void addAll(int from, int to, long[] more, int moreOffset) {
    widen(Math.min(from, first), Math.max(to, last));
    long[] sums = counts;
    int here = from - offset;
    int there = from - moreOffset;
    for (int i = 0; i <= to - from; i++) {
      sums[here + i] = Math.min(sums[here + i] + more[there + i], LatencySketch.MAX_COUNT);
    }
  }

  private void widen(int newFirst, int newLast) {
    if (newFirst < offset || newLast >= offset + counts.length) {
      // In proportion, so that growing bin by bin does not move all of them each time.
      int slack = Math.max(SLACK, counts.length / 2);
      int from = Math.max(Buckets.MIN, newFirst - slack);
      int to = Math.min(Buckets.MAX, newLast + slack);
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
