package dev.mintmark.quantizer.calibrate;

import java.util.Optional;
import java.util.stream.Stream;

/** How a tensor's range is chosen from the values that it took. */
public enum Calibrator {
  /** From the least to the greatest value. */
  MIN_MAX("min-max"),

  /**
   * Without the outermost values: of N values, floor(N / 20,000) are cut at each end, so that 99.99
   * % stay. Exact order statistics, not histogram bins: a last digit that differs on another
   * processor moves the range by a last digit and not by a bin.
   */
  PERCENTILE("percentile");

  /** One value in so many is cut at each end. */
  static final long CUT_ONE_IN = 20_000;

  private final String id;

  Calibrator(String id) {
    this.id = id;
  }

  /** Its name in tables, profiles and rungs. */
  public String id() {
    return id;
  }

  public static Optional<Calibrator> byId(String id) {
    return Stream.of(values()).filter(calibrator -> calibrator.id.equals(id)).findFirst();
  }
}
