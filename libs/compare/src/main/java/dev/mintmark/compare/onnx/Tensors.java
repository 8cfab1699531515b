package dev.mintmark.compare.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.compare.number.Elements;
import dev.mintmark.compare.number.Elements.Kind;
import java.util.Optional;

/** A tensor's numbers, however they are stored. */
final class Tensors {
  private Tensors() {}

  /** Empty for types that have no numbers, and for data that lies in another file. */
  static Optional<Elements> elements(TensorProto tensor) {
    return kind(tensor).flatMap(kind -> elements(tensor, kind));
  }

  private static Optional<Kind> kind(TensorProto tensor) {
    return switch (DataType.forNumber(tensor.getDataType())) {
      case FLOAT -> Optional.of(Kind.FLOAT32);
      case DOUBLE -> Optional.of(Kind.FLOAT64);
      case FLOAT16 -> Optional.of(Kind.FLOAT16);
      case INT8 -> Optional.of(Kind.INT8);
      case UINT8 -> Optional.of(Kind.UINT8);
      case INT16 -> Optional.of(Kind.INT16);
      case UINT16 -> Optional.of(Kind.UINT16);
      case INT32 -> Optional.of(Kind.INT32);
      case UINT32 -> Optional.of(Kind.UINT32);
      case INT64 -> Optional.of(Kind.INT64);
      case null, default -> Optional.empty();
    };
  }

  private static Optional<Elements> elements(TensorProto tensor, Kind kind) {
    if (tensor.hasRawData()) {
      return Optional.of(Elements.of(kind, tensor.getRawData().asReadOnlyByteBuffer()));
    }
    return switch (kind) {
      case FLOAT32 -> typed(kind, tensor.getFloatDataCount(), i -> (double) tensor.getFloatData(i));
      case FLOAT64 -> typed(kind, tensor.getDoubleDataCount(), tensor::getDoubleData);
      case FLOAT16 ->
          typed(
              kind,
              tensor.getInt32DataCount(),
              i -> (double) Float.float16ToFloat((short) tensor.getInt32Data(i)));
      case INT8, UINT8, INT16, UINT16, INT32 ->
          typed(kind, tensor.getInt32DataCount(), i -> (long) tensor.getInt32Data(i));
      case UINT32 -> typed(kind, tensor.getUint64DataCount(), tensor::getUint64Data);
      case INT64 -> typed(kind, tensor.getInt64DataCount(), tensor::getInt64Data);
    };
  }

  private static Optional<Elements> typed(
      Kind kind, int count, java.util.function.IntFunction<Number> at) {
    return count == 0 ? Optional.empty() : Optional.of(new Elements(count, kind, at));
  }
}
