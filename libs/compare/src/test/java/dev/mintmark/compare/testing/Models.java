package dev.mintmark.compare.testing;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A small ONNX model. */
public final class Models {
  private Models() {}

  public static ModelProto model() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setProducerName("mintmark")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(
            GraphProto.newBuilder()
                .setName("face")
                .addInput(ValueInfoProto.newBuilder().setName("x"))
                .addOutput(ValueInfoProto.newBuilder().setName("y"))
                .addInitializer(floats("conv1/weight", 0.5f, -0.25f, 1.5f, 3f))
                .addInitializer(bytes("conv1/quantized", 1, 2, 3, 4, 5))
                .addNode(node("conv1", "Conv", "x", "conv1/weight"))
                .addNode(node("relu1", "Relu", "conv1:out")))
        .build();
  }

  public static NodeProto node(String name, String type, String... inputs) {
    return NodeProto.newBuilder()
        .setName(name)
        .setOpType(type)
        .addAllInput(java.util.List.of(inputs))
        .addOutput(name + ":out")
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("pads")
                .setType(AttributeProto.AttributeType.INTS)
                .addInts(1)
                .addInts(1))
        .build();
  }

  public static TensorProto floats(String name, float... values) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      raw.putFloat(value);
    }
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.FLOAT.getNumber())
        .addDims(values.length)
        .setRawData(ByteString.copyFrom(raw.flip()))
        .build();
  }

  public static TensorProto bytes(String name, int... values) {
    byte[] raw = new byte[values.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) values[i];
    }
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.INT8.getNumber())
        .addDims(values.length)
        .setRawData(ByteString.copyFrom(raw))
        .build();
  }
}
