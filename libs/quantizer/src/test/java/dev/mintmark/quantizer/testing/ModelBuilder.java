package dev.mintmark.quantizer.testing;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.model.OnnxModel;
import java.util.List;

/** Builds small models for tests. */
public final class ModelBuilder {
  private final ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(7);
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");

  public static ModelBuilder opset(long version) {
    ModelBuilder builder = new ModelBuilder();
    builder.model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(version));
    return builder;
  }

  public ModelBuilder input(String name, long... shape) {
    graph.addInput(value(name, DataType.FLOAT, shape));
    return this;
  }

  /** An input of another type than float32. */
  public ModelBuilder input(DataType type, String name, long... shape) {
    graph.addInput(value(name, type, shape));
    return this;
  }

  public ModelBuilder output(String name, long... shape) {
    graph.addOutput(value(name, DataType.FLOAT, shape));
    return this;
  }

  /** As exporters write what they do not know: not even how many dimensions there are. */
  public ModelBuilder outputWithoutShape(String name) {
    graph.addOutput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT.getNumber()))));
    return this;
  }

  public static ValueInfoProto value(String name, DataType type, long... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long dimension : shape) {
      dimensions.addDim(
          dimension < 0
              ? Dimension.newBuilder().setDimParam("n")
              : Dimension.newBuilder().setDimValue(dimension));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(dimensions).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  public ModelBuilder floats(String name, long[] shape, float... values) {
    return initializer(Initializers.ofFloats(shape, values).toBuilder().setName(name).build());
  }

  public ModelBuilder longs(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(DataType.INT64.getNumber())
            .addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return initializer(tensor.build());
  }

  public ModelBuilder initializer(TensorProto tensor) {
    graph.addInitializer(tensor);
    return this;
  }

  public ModelBuilder node(
      String type, List<String> inputs, String output, AttributeProto... attributes) {
    return node(
        NodeProto.newBuilder()
            .setOpType(type)
            .setName("the long name of a node " + graph.getNodeCount())
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes))
            .build());
  }

  public ModelBuilder node(NodeProto node) {
    graph.addNode(node);
    return this;
  }

  public static AttributeProto number(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  public static AttributeProto numbers(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  public ModelProto proto() {
    return model.clone().setGraph(graph).build();
  }

  public byte[] bytes() {
    return proto().toByteArray();
  }

  public OnnxModel build() {
    return OnnxModel.parse(bytes());
  }
}
