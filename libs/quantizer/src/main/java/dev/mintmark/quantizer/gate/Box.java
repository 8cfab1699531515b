package dev.mintmark.quantizer.gate;

/**
 * A detection.
 *
 * @param left in parts of the image's width, as the others; may lie outside of 0 to 1
 * @param score raw, greater is surer
 */
record Box(double left, double top, double right, double bottom, double score) {
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
