package dev.mintmark.quantizer.gate;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a metric found. */
public sealed interface Measurement {
  /**
   * A measured value.
   *
   * @param value 0 to 1, four decimals
   * @param details what it was made from, four decimals
   */
  record Value(double value, SortedMap<String, Double> details) implements Measurement {
    public Value {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("a metric's value is 0 to 1, not " + value);
      }
      details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }
  }

  /**
   * The samples do not allow a judgement.
   *
   * @param reason for people
   */
  record Undecided(String reason) implements Measurement {}

  /** Rounds to four decimals, half up. */
  static double rounded(double value) {
    return Math.floor(value * 10_000 + 0.5) / 10_000;
  }
}
