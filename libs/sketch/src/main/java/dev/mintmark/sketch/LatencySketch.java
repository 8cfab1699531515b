package dev.mintmark.sketch;

/**
 * A DDSketch of latencies in microseconds, 1 % relative accuracy, cubically interpolated mapping.
 *
 * <p>It is a multiset of buckets: merging is commutative and associative, a full bucket stays full,
 * and {@link #encode} gives the same bytes for the same buckets. What it computes is the same on
 * every machine. Not for use by several threads at once.
 */
public final class LatencySketch {
  /** A longer encoding is refused; no sketch has one. */
  public static final int MAX_BYTES = 8 << 10;

  /** Shortest latency that is told apart, in microseconds. */
  public static final double MIN_MICROS = 1;

  /** Longest latency that is told apart, one hour in microseconds. */
  public static final double MAX_MICROS = 3.6e9;

  /** A bucket counts no further than this. */
  public static final long MAX_COUNT = 1L << 40;

  private final Bins bins = new Bins();

  private LatencySketch() {}

  public static LatencySketch empty() {
    return new LatencySketch();
  }

  /**
   * Reads what a device or another program encoded; allocates no more than a full sketch needs.
   *
   * @param bytes DDSketch's native encoding without the mapping; no bytes for an empty sketch
   * @throws IllegalArgumentException (SKT-001) unless it is at most one store of positive values,
   *     contiguous or with ascending indexes, in the range of latencies, with whole counts up to
   *     {@link #MAX_COUNT}, and nothing behind it
   */
  public static LatencySketch decode(byte[] bytes) {
    LatencySketch sketch = empty();
    Encoding.addTo(sketch.bins, bytes);
    return sketch;
  }

  /**
   * Counts one latency.
   *
   * @param micros counted as the nearest value from {@link #MIN_MICROS} to {@link #MAX_MICROS}
   * @throws IllegalArgumentException when it is not a number
   */
  public void add(double micros) {
    add(micros, 1);
  }

  /**
   * Counts a latency several times.
   *
   * @param count 0 to {@link #MAX_COUNT}
   */
  public void add(double micros, long count) {
    if (Double.isNaN(micros) || count < 0 || count > MAX_COUNT) {
      throw new IllegalArgumentException(
          "cannot count a latency of " + micros + " microseconds " + count + " times");
    }
    bins.add(Buckets.index(Math.clamp(micros, MIN_MICROS, MAX_MICROS)), count);
  }

  public void merge(LatencySketch other) {
    bins.addAll(other.bins);
  }

  /**
   * Merges without an object between. For bytes that {@link #decode} accepted before: when it
   * refuses others, a part of them may have been counted.
   *
   * @throws IllegalArgumentException as {@link #decode} does
   */
  public void mergeEncoded(byte[] bytes) {
    Encoding.addTo(bins, bytes);
  }

  /** How many latencies were counted. */
  public long count() {
    return bins.total();
  }

  /**
   * The latency in microseconds that this part of the counted ones does not exceed, within 1 %.
   *
   * @param q 0 to 1
   * @throws IllegalStateException when nothing was counted
   */
  public double quantile(double q) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("not a quantile: " + q + "; expected 0 to 1");
    }
    double rank = q * (requireCounted() - 1);
    long below = 0;
    int index = bins.first();
    for (; index < bins.last(); index++) {
      below += bins.count(index);
      if (below > rank) {
        break;
      }
    }
    return Buckets.value(index);
  }

  /**
   * The mean in microseconds, within 1 %: of the buckets' values, weighted by their counts.
   *
   * @throws IllegalStateException when nothing was counted
   */
  public double mean() {
    long count = requireCounted();
    double sum = 0;
    for (int index = bins.first(); index <= bins.last(); index++) {
      sum += bins.count(index) * Buckets.value(index);
    }
    return sum / count;
  }

  /** The one encoding of these buckets: at most {@link #MAX_BYTES}, none when it is empty. */
  public byte[] encode() {
    return Encoding.of(bins);
  }

  private long requireCounted() {
    long count = count();
    if (count == 0) {
      throw new IllegalStateException("an empty sketch has no latencies");
    }
    return count;
  }
}
