package dev.mintmark.quantizer.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.mintmark.quantizer.QuantizerException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a model says of itself.
 *
 * @param opset version of the default operator set
 * @param producer name and version, separated by a space; may be empty
 * @param inputs in graph order, without those that are initializers
 * @param outputs in graph order
 * @param nodes of the main graph
 * @param parameters elements of all initializers
 */
public record ModelFacts(
    long irVersion,
    long opset,
    String producer,
    List<TensorFact> inputs,
    List<TensorFact> outputs,
    int nodes,
    long parameters) {
  public ModelFacts {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * Reads and checks a model.
   *
   * @throws QuantizerException as {@link OnnxModel#parse}
   */
  public static ModelFacts of(byte[] bytes) {
    return OnnxModel.parse(bytes).facts();
  }

  static ModelFacts of(ModelProto model) {
    GraphProto graph = model.getGraph();
    Set<String> initializers =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    return new ModelFacts(
        model.getIrVersion(),
        Operators.opset(model),
        (model.getProducerName() + " " + model.getProducerVersion()).strip(),
        graph.getInputList().stream()
            .filter(input -> !initializers.contains(input.getName()))
            .map(ModelFacts::fact)
            .toList(),
        graph.getOutputList().stream().map(ModelFacts::fact).toList(),
        graph.getNodeCount(),
        graph.getInitializerList().stream().mapToLong(ModelFacts::elements).sum());
  }

  private static long elements(TensorProto tensor) {
    return tensor.getDimsList().stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
  }

  private static TensorFact fact(ValueInfoProto value) {
    TypeProto.Tensor type = value.getType().getTensorType();
    List<Long> shape = type.getShape().getDimList().stream().map(ModelFacts::dimension).toList();
    return new TensorFact(value.getName(), ElementTypes.name(type.getElemType()), shape);
  }

  private static long dimension(Dimension dimension) {
    return dimension.hasDimValue() && dimension.getDimValue() > 0
        ? dimension.getDimValue()
        : TensorFact.UNKNOWN;
  }
}
