package dev.mintmark.quantizer.model;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import dev.mintmark.quantizer.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;

/** Stored tensors to and from plain arrays. ONNX's {@code raw_data} is little-endian. */
public final class Initializers {
  private Initializers() {}

  public static long[] shape(TensorProto tensor) {
    return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
  }

  /** The values of a float32 tensor whose size was checked. */
  public static Tensor floats(TensorProto tensor) {
    long[] shape = shape(tensor);
    float[] values = new float[Tensor.elements(shape)];
    if (tensor.getRawData().isEmpty()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getFloatData(i);
      }
    } else {
      tensor
          .getRawData()
          .asReadOnlyByteBuffer()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values);
    }
    return Tensor.of(shape, values);
  }

  /** The values of an int64 tensor whose size was checked. */
  public static List<Long> longs(TensorProto tensor) {
    if (tensor.getRawData().isEmpty()) {
      return tensor.getInt64DataList();
    }
    LongBuffer raw =
        tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    List<Long> values = new ArrayList<>();
    while (raw.hasRemaining()) {
      values.add(raw.get());
    }
    return values;
  }

  /** A nameless int64 vector. */
  public static TensorProto ofLongs(List<Long> values) {
    ByteBuffer raw = little(8 * values.size());
    values.forEach(raw::putLong);
    return of(DataType.INT64, new long[] {values.size()}, raw.flip());
  }

  /** A nameless float32 tensor. */
  public static TensorProto ofFloats(long[] shape, float[] values) {
    ByteBuffer raw = little(4 * values.length);
    raw.asFloatBuffer().put(values);
    return of(DataType.FLOAT, shape, raw);
  }

  /** A nameless int32 tensor. */
  public static TensorProto ofInts(long[] shape, int[] values) {
    ByteBuffer raw = little(4 * values.length);
    raw.asIntBuffer().put(values);
    return of(DataType.INT32, shape, raw);
  }

  /** A nameless tensor of one-byte elements, {@code INT8} or {@code UINT8}. */
  public static TensorProto ofBytes(DataType type, long[] shape, byte[] values) {
    return of(type, shape, ByteBuffer.wrap(values));
  }

  /** A nameless tensor of integers of one or two bytes, signed or not. */
  public static TensorProto ofIntegers(DataType type, long[] shape, int[] values) {
    int width = ElementTypes.width(type.getNumber());
    ByteBuffer raw = little(width * values.length);
    for (int value : values) {
      if (width == 1) {
        raw.put((byte) value);
      } else {
        raw.putShort((short) value);
      }
    }
    return of(type, shape, raw.flip());
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static TensorProto of(DataType type, long[] shape, ByteBuffer raw) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(type.getNumber());
    for (long dimension : shape) {
      tensor.addDims(dimension);
    }
    return tensor.setRawData(ByteString.copyFrom(raw)).build();
  }
}
