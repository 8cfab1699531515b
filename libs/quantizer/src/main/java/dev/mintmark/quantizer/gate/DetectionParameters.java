package dev.mintmark.quantizer.gate;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How to read the outputs of an anchor detector of the SSD family (BlazeFace and its like).
 *
 * <table>
 * <caption>Settings, all required</caption>
 * <tr><td>{@code input-width}, {@code input-height}</td><td>of the model's image, in pixels</td></tr>
 * <tr><td>{@code grids}</td><td>{@code <columns>x<rows>x<anchors per cell>}, comma between them, e.g. {@code 16x16x2,8x8x6}</td></tr>
 * <tr><td>{@code scores}</td><td>for each grid the output with the scores before the sigmoid, comma between them</td></tr>
 * <tr><td>{@code boxes}</td><td>for each grid the output with the boxes, comma between them</td></tr>
 * <tr><td>{@code score-threshold}</td><td>least probability of a detection, above 0 and below 1</td></tr>
 * <tr><td>{@code suppression-overlap}</td><td>of two boxes that overlap more than this the less sure one goes, 0 to 1</td></tr>
 * <tr><td>{@code match-overlap}</td><td>two models' boxes that overlap at least this much are the same thing, above 0, at most 1</td></tr>
 * </table>
 *
 * @param leastScore the threshold before the sigmoid
 */
record DetectionParameters(
    int width,
    int height,
    List<AnchorGrid> grids,
    double leastScore,
    double suppressionOverlap,
    double matchOverlap) {
  private static final TreeSet<String> NAMES =
      new TreeSet<>(
          List.of(
              "input-width",
              "input-height",
              "grids",
              "scores",
              "boxes",
              "score-threshold",
              "suppression-overlap",
              "match-overlap"));

  public DetectionParameters {
    grids = List.copyOf(grids);
  }

  /**
   * Reads the settings.
   *
   * @throws QuantizerException {@code QNT-031} for a missing, unknown or bad one
   */
  static DetectionParameters of(Map<String, String> settings) {
    try {
      return read(settings);
    } catch (IllegalArgumentException e) {
      throw new QuantizerException(
          RefusalCode.BAD_METRIC_PARAMETERS,
          "parameters of " + DetectionAgreement.NAME,
          String.valueOf(e.getMessage()),
          "give exactly " + NAMES,
          e);
    }
  }

  private static DetectionParameters read(Map<String, String> settings) {
    if (!settings.keySet().equals(NAMES)) {
      throw new IllegalArgumentException("the settings are " + new TreeSet<>(settings.keySet()));
    }
    double threshold = number(settings, "score-threshold");
    double match = number(settings, "match-overlap");
    double suppression = number(settings, "suppression-overlap");
    if (!(threshold > 0 && threshold < 1 && match > 0 && match <= 1)
        || !(suppression >= 0 && suppression <= 1)) {
      throw new IllegalArgumentException("a threshold or an overlap is out of its range");
    }
    return new DetectionParameters(
        pixels(settings, "input-width"),
        pixels(settings, "input-height"),
        grids(settings),
        StrictMath.log(threshold / (1 - threshold)),
        suppression,
        match);
  }

  private static List<AnchorGrid> grids(Map<String, String> settings) {
    String[] grids = value(settings, "grids").split(",");
    String[] scores = value(settings, "scores").split(",");
    String[] boxes = value(settings, "boxes").split(",");
    if (scores.length != grids.length || boxes.length != grids.length) {
      throw new IllegalArgumentException(
          grids.length + " grids, " + scores.length + " scores, " + boxes.length + " boxes");
    }
    List<AnchorGrid> read = new ArrayList<>();
    for (int i = 0; i < grids.length; i++) {
      read.add(AnchorGrid.parse(grids[i].strip(), scores[i].strip(), boxes[i].strip()));
    }
    return read;
  }

  private static int pixels(Map<String, String> settings, String name) {
    int pixels = Integer.parseInt(value(settings, name));
    if (pixels < 1) {
      throw new IllegalArgumentException(name + " is " + pixels);
    }
    return pixels;
  }

  private static double number(Map<String, String> settings, String name) {
    return Double.parseDouble(value(settings, name));
  }

  private static String value(Map<String, String> settings, String name) {
    return settings.getOrDefault(name, "");
  }
}
