package dev.mintmark.quantizer.model;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Locale;

/** Names and widths of ONNX element types. */
final class ElementTypes {
  private ElementTypes() {}

  /** NumPy's name of a type, e.g. {@code float32}; {@code type-<number>} for an unknown one. */
  static String name(int type) {
    DataType known = DataType.forNumber(type);
    return switch (known) {
      case null -> "type-" + type;
      case FLOAT -> "float32";
      case DOUBLE -> "float64";
      default -> known.name().toLowerCase(Locale.ROOT);
    };
  }

  /** Bytes of one element in {@code raw_data}; 0 for a type that the quantizer does not carry. */
  static int width(int type) {
    return switch (DataType.forNumber(type)) {
      case FLOAT, INT32, UINT32 -> 4;
      case INT64, UINT64, DOUBLE -> 8;
      case INT16, UINT16, FLOAT16, BFLOAT16 -> 2;
      case INT8, UINT8, BOOL -> 1;
      case null, default -> 0;
    };
  }
}
