package dev.mintmark.quantizer.tensor;

import dev.mintmark.content.Digest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A dense float32 tensor in row-major order. Its values are shared with the caller, not copied. */
public final class Tensor implements Value {
  private final long[] shape;
  private final float[] values;

  private Tensor(long[] shape, float[] values) {
    this.shape = shape;
    this.values = values;
  }

  /**
   * Wraps values.
   *
   * @param shape dimensions, each 0 or more; empty for a scalar
   * @throws IllegalArgumentException unless the shape has as many elements as there are values
   */
  public static Tensor of(long[] shape, float[] values) {
    if (elements(shape) != values.length) {
      throw new IllegalArgumentException(
          "a tensor of shape [" + text(shape) + "] does not hold " + values.length + " values");
    }
    return new Tensor(shape.clone(), values);
  }

  /**
   * The number of elements of a shape.
   *
   * @throws IllegalArgumentException for a negative dimension or more than 2^31-1 elements
   */
  public static int elements(long[] shape) {
    long count = 1;
    boolean empty = false;
    for (long dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException("shape [" + text(shape) + "] has a negative dimension");
      }
      if (dimension == 0) {
        empty = true;
      } else if (dimension > Integer.MAX_VALUE / count) {
        throw new IllegalArgumentException("shape [" + text(shape) + "] has too many elements");
      } else {
        count *= dimension;
      }
    }
    return empty ? 0 : (int) count;
  }

  /** Dimensions separated by {@code x}, e.g. {@code 1x128x128x3}; empty for a scalar. */
  public static String text(long[] shape) {
    return LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining("x"));
  }

  @Override
  public String elementType() {
    return "float32";
  }

  /** A copy of the dimensions. */
  @Override
  public long[] shape() {
    return shape.clone();
  }

  public boolean hasShapeOf(Tensor other) {
    return Arrays.equals(shape, other.shape);
  }

  /** The values themselves, row-major. */
  public float[] values() {
    return values;
  }

  @Override
  public Digest digest() {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return Digest.of(bytes.array());
  }

  @Override
  public boolean isFinite() {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "float32[" + text(shape) + "]";
  }
}
