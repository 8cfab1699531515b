package dev.mintmark.quantizer.tensor;

import dev.mintmark.content.Digest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whole numbers or truth values, e.g. the tokens of a text. Its values stay as they were stored and
 * are shared with the caller, not copied.
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
  private final byte[] data;

  private WholeNumbers(Type type, long[] shape, byte[] data) {
    this.type = type;
    this.shape = shape;
    this.data = data;
  }

  /**
   * Wraps values as they are stored.
   *
   * @param data little-endian, row-major
   * @throws IllegalArgumentException unless the shape has as many elements as there are values
   */
  public static WholeNumbers of(Type type, long[] shape, byte[] data) {
    if ((long) Tensor.elements(shape) * type.width() != data.length) {
      throw new IllegalArgumentException(
          "an array of shape [" + Tensor.text(shape) + "] does not hold " + data.length + " bytes");
    }
    return new WholeNumbers(type, shape.clone(), data);
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

  /** The stored values, little-endian and read-only. */
  public ByteBuffer data() {
    return ByteBuffer.wrap(data).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** One value. */
  public long at(int index) {
    return switch (type) {
      case INT64 -> data().getLong(8 * index);
      case INT32 -> data().getInt(4 * index);
      case BOOL -> data[index];
    };
  }

  @Override
  public Digest digest() {
    return Digest.of(data);
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
