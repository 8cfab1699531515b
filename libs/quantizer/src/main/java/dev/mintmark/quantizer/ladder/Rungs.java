package dev.mintmark.quantizer.ladder;

import dev.mintmark.quantizer.calibrate.Calibrator;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Scheme;
import java.util.ArrayList;
import java.util.List;

/** The order in which ways to quantize are tried. */
public final class Rungs {
  private Rungs() {}

  /**
   * Static with the given calibrator, static with the others, then weights only: the fastest and
   * smallest memory first.
   */
  public static List<Scheme> of(Calibrator first, ActivationType activations, boolean perChannel) {
    List<Scheme> rungs = new ArrayList<>();
    rungs.add(new Scheme.Static(first, activations, perChannel));
    for (Calibrator other : List.of(Calibrator.MIN_MAX, Calibrator.PERCENTILE)) {
      if (other != first) {
        rungs.add(new Scheme.Static(other, activations, perChannel));
      }
    }
    rungs.add(new Scheme.WeightOnly(perChannel));
    return rungs;
  }
}
