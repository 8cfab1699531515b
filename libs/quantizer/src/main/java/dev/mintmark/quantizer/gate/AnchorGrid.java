package dev.mintmark.quantizer.gate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Anchors of one pair of outputs: a grid over the image with some anchors in the middle of each
 * cell, row by row.
 *
 * @param columns of the grid
 * @param rows of the grid
 * @param perCell anchors in a cell
 * @param scores name of the output {@code [1, anchors, 1]}
 * @param boxes name of the output {@code [1, anchors, 4 or more]}: centre x, centre y, width,
 *     height, in pixels, the centre relative to the anchor
 */
record AnchorGrid(int columns, int rows, int perCell, String scores, String boxes) {
  private static final Pattern FORM =
      Pattern.compile("([1-9]\\d{0,3})x([1-9]\\d{0,3})x([1-9]\\d{0,2})");

  /** Reads {@code <columns>x<rows>x<anchors per cell>}. */
  static AnchorGrid parse(String text, String scores, String boxes) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "grid '" + text + "' is not <columns>x<rows>x<anchors per cell>");
    }
    return new AnchorGrid(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        scores,
        boxes);
  }

  int anchors() {
    return columns * rows * perCell;
  }

  /** Middle of an anchor, in parts of the image's width. */
  double x(int anchor) {
    int column = anchor / perCell % columns;
    return (column + 0.5) / columns;
  }

  /** Middle of an anchor, in parts of the image's height. */
  double y(int anchor) {
    int row = anchor / perCell / columns;
    return (row + 0.5) / rows;
  }
}
