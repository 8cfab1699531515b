package dev.mintmark.quantizer.gate;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a detector's outputs into boxes. */
final class Detector {
  private static final int COORDINATES = 4;

  private final DetectionParameters parameters;

  Detector(DetectionParameters parameters) {
    this.parameters = parameters;
  }

  /** The boxes that remain after suppression, the surest first. */
  List<Box> boxes(Map<String, Tensor> outputs) {
    List<Box> candidates = new ArrayList<>();
    for (AnchorGrid grid : parameters.grids()) {
      decode(grid, outputs, candidates);
    }
    // A stable sort: equal scores stay in the order of their anchors.
    candidates.sort(Comparator.comparingDouble(Box::score).reversed());
    List<Box> kept = new ArrayList<>();
    for (Box candidate : candidates) {
      if (kept.stream()
          .allMatch(box -> box.overlap(candidate) <= parameters.suppressionOverlap())) {
        kept.add(candidate);
      }
    }
    return kept;
  }

  private void decode(AnchorGrid grid, Map<String, Tensor> outputs, List<Box> found) {
    float[] scores = output(outputs, grid.scores(), grid.anchors(), 1);
    float[] boxes = output(outputs, grid.boxes(), grid.anchors(), COORDINATES);
    int stride = boxes.length / grid.anchors();
    for (int anchor = 0; anchor < grid.anchors(); anchor++) {
      if (scores[anchor] >= parameters.leastScore()) {
        int at = anchor * stride;
        double x = grid.x(anchor) + (double) boxes[at] / parameters.width();
        double y = grid.y(anchor) + (double) boxes[at + 1] / parameters.height();
        double halfWidth = boxes[at + 2] / (2.0 * parameters.width());
        double halfHeight = boxes[at + 3] / (2.0 * parameters.height());
        found.add(
            new Box(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, scores[anchor]));
      }
    }
  }

  private static float[] output(
      Map<String, Tensor> outputs, String name, int anchors, int leastEach) {
    @Nullable Tensor tensor = outputs.get(name);
    if (tensor == null
        || tensor.values().length % anchors != 0
        || tensor.values().length / anchors < leastEach) {
      throw new QuantizerException(
          RefusalCode.BAD_METRIC_PARAMETERS,
          "output '" + name + "'",
          (tensor == null ? "is not among " + outputs.keySet() : "is " + tensor)
              + " where the grid has "
              + anchors
              + " anchors",
          "make the gate's parameters fit the model");
    }
    return tensor.values();
  }
}
