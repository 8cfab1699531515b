package dev.mintmark.quantizer.model;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import dev.mintmark.quantizer.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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
