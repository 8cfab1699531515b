package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Optional;
import java.util.stream.Stream;

/** The integer type of activations; both are asymmetric, so zero may be anywhere. */
public enum ActivationType {
  UINT8("uint8", DataType.UINT8, 0, 255),
  INT8("int8", DataType.INT8, -128, 127);

  private final String id;
  private final DataType dataType;
  private final int least;
  private final int greatest;

  ActivationType(String id, DataType dataType, int least, int greatest) {
    this.id = id;
    this.dataType = dataType;
    this.least = least;
    this.greatest = greatest;
  }

  /** Its name in target profiles. */
  public String id() {
    return id;
  }

  public static Optional<ActivationType> byId(String id) {
    return Stream.of(values()).filter(type -> type.id.equals(id)).findFirst();
  }

  DataType dataType() {
    return dataType;
  }

  int least() {
    return least;
  }

  int greatest() {
    return greatest;
  }

  int clamp(double value) {
    return (int) Math.clamp(value, (double) least, (double) greatest);
  }
}
