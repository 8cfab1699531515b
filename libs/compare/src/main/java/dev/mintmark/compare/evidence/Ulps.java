package dev.mintmark.compare.evidence;

/** Distances between floating point numbers, in steps from one to the next. */
public final class Ulps {
  /** So many last bits of a sum may differ by the order of its addends. */
  public static final long FEW = 4;

  private Ulps() {}

  /** Steps between two numbers; very many where one of them is no number. */
  public static long between(float a, float b) {
    if (Float.isNaN(a) || Float.isNaN(b)) {
      return Long.MAX_VALUE;
    }
    return Math.abs((long) ordered(a) - ordered(b));
  }

  /** Steps between two numbers; very many where one of them is no number. */
  public static long between(double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Long.MAX_VALUE;
    }
    long apart = ordered(a) - ordered(b);
    boolean overflows = ((ordered(a) ^ ordered(b)) & (ordered(a) ^ apart)) < 0;
    return overflows || apart == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(apart);
  }

  static boolean areNear(float a, float b) {
    return between(a, b) <= FEW;
  }

  static boolean areNear(double a, double b) {
    return between(a, b) <= FEW;
  }

  private static int ordered(float value) {
    int bits = Float.floatToIntBits(value);
    return bits < 0 ? Integer.MIN_VALUE - bits : bits;
  }

  private static long ordered(double value) {
    long bits = Double.doubleToLongBits(value);
    return bits < 0 ? Long.MIN_VALUE - bits : bits;
  }
}
