package dev.mintmark.quantizer.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An input or output of a model.
 *
 * @param elementType e.g. {@code float32}
 * @param shape dimensions, {@link #UNKNOWN} for one that the model leaves open
 */
public record TensorFact(String name, String elementType, List<Long> shape) {
  /** A dimension that may be anything. */
  public static final long UNKNOWN = -1;

  public TensorFact {
    shape = List.copyOf(shape);
  }

  /** Dimensions separated by {@code x}, {@code ?} for an open one; empty for a scalar. */
  public String shapeText() {
    return shape.stream()
        .map(d -> d == UNKNOWN ? "?" : Long.toString(d))
        .collect(Collectors.joining("x"));
  }

  /** Whether a tensor of these dimensions may be given here. */
  public boolean accepts(long[] dimensions) {
    if (dimensions.length != shape.size()) {
      return false;
    }
    for (int i = 0; i < dimensions.length; i++) {
      long wanted = shape.get(i);
      if (wanted != UNKNOWN && wanted != dimensions[i]) {
        return false;
      }
    }
    return true;
  }
}
