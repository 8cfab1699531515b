package dev.mintmark.sketch;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;

/**
 * Which latencies share a bucket. Finding the bucket is the library's arithmetic; the value of a
 * bucket is computed here with {@link StrictMath}, since the library's {@code Math.cbrt} may differ
 * in its last bit between machines.
 */
final class Buckets {
  private static final double ACCURACY = 0.01;
  private static final CubicallyInterpolatedMapping MAPPING =
      new CubicallyInterpolatedMapping(ACCURACY);

  /** One bucket more than latencies fall into, on each side. */
  static final int MIN = MAPPING.index(LatencySketch.MIN_MICROS) - 1;

  static final int MAX = MAPPING.index(LatencySketch.MAX_MICROS) + 1;
  static final int COUNT = MAX - MIN + 1;

  private static final double[] VALUES = values();

  private Buckets() {}

  static int index(double micros) {
    return MAPPING.index(micros);
  }

  /** The latency that stands for a bucket: no other in it differs by more than 1 %. */
  static double value(int index) {
    return VALUES[index - MIN];
  }

  private static double[] values() {
    double[] values = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      values[i] = lowerBound(MIN + i) * (1 + ACCURACY);
    }
    return values;
  }

  /** Cardano's formula for the inverse of the cubic; see CubicallyInterpolatedMapping. */
  private static double lowerBound(int index) {
    double a = 6.0 / 35.0;
    double b = -3.0 / 5.0;
    double c = 10.0 / 7.0;
    double log = index * c * StrictMath.log((1 + ACCURACY) / (1 - ACCURACY));
    int exponent = (int) StrictMath.floor(log);
    double d0 = b * b - 3 * a * c;
    double d1 = 2 * b * b * b - 9 * a * b * c - 27 * a * a * (log - exponent);
    double p = StrictMath.cbrt((d1 - StrictMath.sqrt(d1 * d1 - 4 * d0 * d0 * d0)) / 2);
    return Math.scalb(1 - (b + p + d0 / p) / (3 * a), exponent);
  }
}
