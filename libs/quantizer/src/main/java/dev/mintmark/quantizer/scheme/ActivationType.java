package dev.mintmark.quantizer.scheme;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Optional;
import java.util.stream.Stream;

/** The integer type of activations. */
public enum ActivationType {
  UINT8("uint8", DataType.UINT8, 0, 255),
  INT8("int8", DataType.INT8, -128, 127),

  /** Two bytes: for tensors that eight bits harm, and for processors that have the arithmetic. */
  UINT16("uint16", DataType.UINT16, 0, 65_535);

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

  /** ONNX's name of it. */
  public DataType dataType() {
    return dataType;
  }

  public int least() {
    return least;
  }

  public int greatest() {
    return greatest;
  }

  /** The nearest integer of the type for a whole number. */
  public int clamp(double value) {
    return (int) Math.clamp(value, (double) least, (double) greatest);
  }

  /** Whether it takes two bytes. */
  public boolean isWide() {
    return this == UINT16;
  }
}
