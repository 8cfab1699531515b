package dev.mintmark.quantizer.gate;

import java.util.ArrayList;
import java.util.List;

/**
 * A detection.
 *
 * @param left in parts of the image's width, as the others; may lie outside of 0 to 1
 * @param score raw, greater is surer
 */
public record Box(double left, double top, double right, double bottom, double score) {
  /**
   * How many boxes of two lists are the same thing: each is matched once, with the one of those
   * left that overlaps it most.
   *
   * @param least overlap of two that are the same
   */
  static int matches(List<Box> wanted, List<Box> given, double least) {
    List<Box> left = new ArrayList<>(given);
    int matches = 0;
    for (Box box : wanted) {
      int best = -1;
      for (int i = 0; i < left.size(); i++) {
        if (best < 0 || box.overlap(left.get(i)) > box.overlap(left.get(best))) {
          best = i;
        }
      }
      if (best >= 0 && box.overlap(left.get(best)) >= least) {
        left.remove(best);
        matches++;
      }
    }
    return matches;
  }

  /** Intersection over union, 0 to 1; 0 when either has no area. */
  double overlap(Box other) {
    double width = Math.min(right, other.right) - Math.max(left, other.left);
    double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    if (!(width > 0 && height > 0)) {
      return 0;
    }
    double common = width * height;
    return common / (area() + other.area() - common);
  }

  private double area() {
    return (right - left) * (bottom - top);
  }
}
