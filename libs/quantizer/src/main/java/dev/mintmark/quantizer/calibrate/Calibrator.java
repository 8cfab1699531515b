package dev.mintmark.quantizer.calibrate;

import java.util.Optional;
import java.util.Set;
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
  PERCENTILE("percentile"),

  /** The mean over the samples of their least, and of their greatest values. */
  MOVING_AVERAGE("moving-average"),

  /** The part of the least-to-greatest range whose 8-bit rounding and clipping costs least. */
  MSE("mse"),

  /**
   * The part of the least-to-greatest range whose 8-bit histogram loses least information, by
   * Kullback and Leibler's divergence; at most one value in a hundred is cut.
   */
  ENTROPY("entropy"),

  /**
   * Not a way to choose: minus to plus the root of the mean square. Tells how large the values are
   * against the steps of a scale.
   */
  ROOT_MEAN_SQUARE("root-mean-square");

  /** What tables hold unless more is asked for. */
  public static final Set<Calibrator> USUAL = Set.of(MIN_MAX, PERCENTILE);

  /** One value in so many is cut at each end. */
  static final long CUT_ONE_IN = 20_000;

  private final String id;

  Calibrator(String id) {
    this.id = id;
  }

  /** Whether scales may be made from it. */
  public boolean isChoice() {
    return this != ROOT_MEAN_SQUARE;
  }

  /** Whether it needs to know how the values are distributed between the ends. */
  boolean needsHistogram() {
    return this == MSE || this == ENTROPY;
  }

  /** Its name in tables, profiles and rungs. */
  public String id() {
    return id;
  }

  public static Optional<Calibrator> byId(String id) {
    return Stream.of(values()).filter(calibrator -> calibrator.id.equals(id)).findFirst();
  }
}
