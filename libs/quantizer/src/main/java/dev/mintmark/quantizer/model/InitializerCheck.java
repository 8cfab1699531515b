package dev.mintmark.quantizer.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.tensor.Tensor;

/** Refuses stored tensors that are elsewhere, not as long as their shape says, or not finite. */
final class InitializerCheck {
  private InitializerCheck() {}

  static void check(GraphProto graph) {
    if (graph.getSparseInitializerCount() > 0) {
      throw new QuantizerException(
          RefusalCode.UNSUPPORTED_OPERATOR,
          "model",
          "holds sparse initializers",
          "export the model with dense tensors");
    }
    for (TensorProto tensor : graph.getInitializerList()) {
      check("initializer '" + tensor.getName() + "'", tensor);
    }
    for (NodeProto node : graph.getNodeList()) {
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasT()) {
          check(
              "attribute '" + attribute.getName() + "' of a " + node.getOpType() + " node",
              attribute.getT());
        }
      }
      Subgraphs.of(node).forEach(InitializerCheck::check);
    }
  }

  private static void check(String subject, TensorProto tensor) {
    if (tensor.getDataLocation() == DataLocation.EXTERNAL || tensor.getExternalDataCount() > 0) {
      throw new QuantizerException(
          RefusalCode.EXTERNAL_DATA,
          subject,
          "is stored outside the model file",
          "save the model as one file without external data");
    }
    int width = ElementTypes.width(tensor.getDataType());
    if (width == 0 || tensor.hasSegment()) {
      throw malformed(
          subject,
          "has the element type " + ElementTypes.name(tensor.getDataType()) + " or a segment");
    }
    long stored = stored(tensor, width);
    long elements = elements(subject, tensor);
    if (stored != elements) {
      throw malformed(subject, "holds " + stored + " elements where its shape needs " + elements);
    }
    if (tensor.getDataType() == DataType.FLOAT_VALUE && !Initializers.floats(tensor).isFinite()) {
      throw new QuantizerException(
          RefusalCode.BAD_WEIGHTS,
          subject,
          "holds a value that is NaN or infinite",
          "look for a training run that diverged");
    }
  }

  private static long elements(String subject, TensorProto tensor) {
    try {
      return Tensor.elements(Initializers.shape(tensor));
    } catch (IllegalArgumentException e) {
      throw new QuantizerException(
          RefusalCode.MALFORMED_GRAPH, subject, String.valueOf(e.getMessage()), ADVICE, e);
    }
  }

  private static long stored(TensorProto tensor, int width) {
    if (tensor.hasRawData() && !tensor.getRawData().isEmpty()) {
      int size = tensor.getRawData().size();
      return size % width == 0 ? size / width : -1;
    }
    return switch (DataType.forNumber(tensor.getDataType())) {
      case FLOAT -> tensor.getFloatDataCount();
      case DOUBLE -> tensor.getDoubleDataCount();
      case INT64 -> tensor.getInt64DataCount();
      case UINT32, UINT64 -> tensor.getUint64DataCount();
      case null, default -> tensor.getInt32DataCount();
    };
  }

  private static final String ADVICE = "export the model again";

  private static QuantizerException malformed(String subject, String found) {
    return new QuantizerException(RefusalCode.MALFORMED_GRAPH, subject, found, ADVICE);
  }
}
