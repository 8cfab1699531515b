package dev.mintmark.telemetry.sum;

/**
 * A stretch of time.
 *
 * @param start milliseconds since 1970, a multiple of {@code millis}
 * @param millis its length, 1 or more
 */
public record Window(long start, int millis) {
  public Window {
    if (millis < 1 || Math.floorMod(start, millis) != 0) {
      throw new IllegalArgumentException(
          "no window of " + millis + " ms starts at " + start + " ms");
    }
  }

  /** The window of that length that a moment falls into. */
  public static Window of(long at, int millis) {
    return new Window(at - Math.floorMod(at, millis), millis);
  }

  /** The first millisecond after it. */
  public long end() {
    return start + millis;
  }

  boolean holds(long at) {
    return at >= start && at < end();
  }
}
