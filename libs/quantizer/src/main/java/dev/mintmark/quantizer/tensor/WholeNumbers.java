package dev.mintmark.quantizer.tensor;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whole numbers or truth values, e.g. the tokens of a text. Its values are shared with the caller,
 * not copied.
 */
public final class WholeNumbers implements Value {
  /** What they are stored as. */
  public enum Type {
    INT64("int64", "<i8", 8),
    INT32("int32", "<i4", 4),
    /** 0 or 1. */
    BOOL("bool", "|b1", 1);

    private final String id;
    private final String descriptor;
    private final int width;

    Type(String id, String descriptor, int width) {
      this.id = id;
      this.descriptor = descriptor;
      this.width = width;
    }

    /** NumPy's and ONNX's name, e.g. {@code int64}. */
    public String id() {
      return id;
    }

    /** Bytes of one element. */
    int width() {
      return width;
    }

    static Optional<Type> byDescriptor(String descriptor) {
      return Stream.of(values()).filter(type -> type.descriptor.equals(descriptor)).findFirst();
    }
  }

  private final Type type;
  private final long[] shape;
  private final long[] values;

  private WholeNumbers(Type type, long[] shape, long[] values) {
    this.type = type;
    this.shape = shape;
    this.values = values;
  }

  /**
   * Wraps values, which must fit the type.
   *
   * @throws IllegalArgumentException unless the shape has as many elements as there are values
   */
  public static WholeNumbers of(Type type, long[] shape, long[] values) {
    if (Tensor.elements(shape) != values.length) {
      throw new IllegalArgumentException(
          "an array of shape [" + Tensor.text(shape) + "] does not hold " + values.length);
    }
    return new WholeNumbers(type, shape.clone(), values);
  }

  public Type type() {
    return type;
  }

  @Override
  public String elementType() {
    return type.id();
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** The values themselves, row-major. */
  public long[] values() {
    return values;
  }

  @Override
  public boolean isFinite() {
    return true;
  }

  @Override
  public String toString() {
    return type.id() + "[" + Tensor.text(shape) + "]";
  }
}
