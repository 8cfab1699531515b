package dev.mintmark.quantizer.ladder;

import dev.mintmark.quantizer.apply.ActivationType;
import dev.mintmark.quantizer.apply.QuantizationConfig;
import dev.mintmark.quantizer.calibrate.Calibrator;
import java.util.ArrayList;
import java.util.List;

/** The order in which ways to quantize are tried. */
public final class Rungs {
  private Rungs() {}

  /**
   * Static with the given calibrator, static with the others, then weights only: the fastest and
   * smallest memory first.
   */
  public static List<QuantizationConfig> of(
      Calibrator first, ActivationType activations, boolean perChannel) {
    List<QuantizationConfig> rungs = new ArrayList<>();
    rungs.add(new QuantizationConfig.Static(first, activations, perChannel));
    for (Calibrator other : Calibrator.values()) {
      if (other != first) {
        rungs.add(new QuantizationConfig.Static(other, activations, perChannel));
      }
    }
    rungs.add(new QuantizationConfig.WeightOnly(perChannel));
    return rungs;
  }
}
