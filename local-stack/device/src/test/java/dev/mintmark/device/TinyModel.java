package dev.mintmark.device;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.mintmark.quantizer.tensor.Npy;
import dev.mintmark.quantizer.tensor.Tensor;

/** An ONNX model that multiplies three numbers by a factor. */
public final class TinyModel {
  private static final int SIZE = 3;

  private TinyModel() {}

  public static byte[] times(float factor) {
    TensorProto weight =
        TensorProto.newBuilder()
            .setName("factor")
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addFloatData(factor)
            .build();
    GraphProto graph =
        GraphProto.newBuilder()
            .setName("tiny")
            .addNode(
                NodeProto.newBuilder()
                    .setOpType("Mul")
                    .addInput("x")
                    .addInput("factor")
                    .addOutput("y"))
            .addInitializer(weight)
            .addInput(value("x"))
            .addOutput(value("y"))
            .build();
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  public static byte[] npy(float... values) {
    return Npy.write(Tensor.of(new long[] {values.length}, values));
  }

  private static ValueInfoProto value(String name) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(SIZE))
            .build();
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(shape)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
